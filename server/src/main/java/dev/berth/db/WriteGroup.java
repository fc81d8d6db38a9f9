package dev.berth.db;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a group in one transaction, each piece of work in a savepoint of its own. Used by one
 * thread at a time, as its connection is.
 */
final class WriteGroup {
    private static final Logger log = LoggerFactory.getLogger(WriteGroup.class);

    private final Connection connection;
    private final Handle sql;
    private final StatementCache statements;
    private boolean durable = true; // the connection's mode

    WriteGroup(Connection connection) {
        this.connection = connection;
        statements = new StatementCache(connection);
        Jdbi jdbi = QuickJdbi.on(() -> connection);
        jdbi.setStatementBuilderFactory(_ -> statements);
        sql = jdbi.open();
    }

    /** Notes with each what came of it, and does what those that succeeded want done then. */
    void write(List<Write<?>> group) {
        try {
            transact(group);
        } catch (SQLException | RuntimeException | Error e) {
            abandon(group, e);
            return;
        }
        group.stream()
                .flatMap(write -> write.afterCommit.stream())
                .forEach(WriteGroup::runAfterCommit);
    }

    /** Folds the log into the file. */
    void close() {
        try (connection) {
            execute("PRAGMA wal_checkpoint(TRUNCATE)");
        } catch (SQLException e) {
            log.atWarn().setCause(e).log("failed to fold the log into the database");
        }
    }

    private void transact(List<Write<?>> group) throws SQLException {
        setDurable(group.stream().anyMatch(write -> write.durable));
        statements.execute("BEGIN IMMEDIATE");
        for (Write<?> write : group) {
            var tx = new Tx(sql);
            statements.execute("SAVEPOINT work");
            switch (write.outcome.run(tx)) {
                case null -> write.afterCommit = tx.afterCommit();
                // The savepoint may be gone, and with it what the others of the group wrote.
                case RuntimeException e when SqliteFailures.endsTransaction(e) -> throw e;
                case Throwable _ -> statements.execute("ROLLBACK TO work");
            }
            statements.execute("RELEASE work");
        }
        statements.execute("COMMIT");
    }

    /** The group as a whole failed: nothing of it was written, and everyone is told. */
    private void abandon(List<Write<?>> group, Throwable cause) {
        group.forEach(write -> write.outcome.fail(cause));
        log.atError().setCause(cause).addKeyValue("writes", group.size()).log("failed to commit");
        try {
            execute("ROLLBACK");
        } catch (SQLException | RuntimeException e) {
            // Most failures that end a group have ended the transaction already.
            log.atDebug().setCause(e).log("nothing to roll back");
        }
    }

    private void setDurable(boolean wanted) throws SQLException {
        if (durable != wanted) {
            // In WAL mode FULL syncs the log at each commit and NORMAL before a checkpoint only.
            execute("PRAGMA synchronous=" + (wanted ? "FULL" : "NORMAL"));
            durable = wanted;
        }
    }

    private void execute(String statement) throws SQLException {
        try (Statement once = connection.createStatement()) {
            once.execute(statement);
        }
    }

    private static void runAfterCommit(Runnable action) {
        try {
            action.run();
        } catch (Throwable e) { // what it was for is committed
            log.atError().setCause(e).log("failed to run an action after a commit");
        }
    }
}
