package dev.berth.db;

/** The database failed; never a caller's fault. */
public final class DatabaseException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public DatabaseException(String message) {
        super(message);
    }

    public DatabaseException(String message, Throwable cause) {
        super(message, cause);
    }
}
