package dev.berth.db;

import java.util.Set;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** What SQLite itself says of a failure, below the exceptions of those that passed it on. */
final class SqliteFailures {
    /** The low byte is the code; the rest tells more of it, such as which operation it was. */
    private static final int CODE = 0xff;

    /** The failures at which SQLite may undo the whole transaction, savepoints and all. */
    private static final Set<Integer> ENDS_TRANSACTION =
            Set.of(
                    SQLiteErrorCode.SQLITE_FULL.code,
                    SQLiteErrorCode.SQLITE_IOERR.code,
                    SQLiteErrorCode.SQLITE_NOMEM.code);

    private static final int NONE = -1;

    private SqliteFailures() {}

    static boolean isFull(Throwable failure) {
        return code(failure) == SQLiteErrorCode.SQLITE_FULL.code;
    }

    static boolean isCorrupt(Throwable failure) {
        int code = code(failure);
        return code == SQLiteErrorCode.SQLITE_CORRUPT.code
                || code == SQLiteErrorCode.SQLITE_NOTADB.code;
    }

    static boolean endsTransaction(Throwable failure) {
        return ENDS_TRANSACTION.contains(code(failure));
    }

    private static int code(Throwable failure) {
        for (Throwable e = failure; e != null; e = e.getCause()) {
            if (e instanceof SQLiteException sqlite) {
                return sqlite.getResultCode().code & CODE;
            }
        }
        return NONE;
    }
}
