package dev.berth.db;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one writer. It takes all the work that waits, runs each piece in a savepoint of one
 * transaction, and commits once for all of them: under load the disk is asked to be durable far
 * less often than there are writes.
 */
final class GroupCommit {
    private static final Logger log = LoggerFactory.getLogger(GroupCommit.class);

    /** Bounds how long the first of a group waits for the last. */
    private static final int MAX_GROUP = 256;

    private record Write<T>(Pending<T> pending, boolean durable) {}

    private record Done(Pending<?> pending, List<Runnable> afterCommit) {}

    private final Connection connection;
    private final Handle sql;
    private final StatementCache statements;
    private final Thread thread;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final ArrayDeque<Write<?>> queue = new ArrayDeque<>(); // guarded by lock
    private boolean closed; // guarded by lock

    private boolean durable = true; // the connection's mode; the writer thread's own

    GroupCommit(Connection connection) {
        this.connection = connection;
        statements = new StatementCache(connection);
        Jdbi jdbi = QuickJdbi.on(() -> connection);
        jdbi.setStatementBuilderFactory(_ -> statements);
        sql = jdbi.open();
        thread = Thread.ofPlatform().name("database-writer").daemon().unstarted(this::loop);
    }

    void start() {
        thread.start();
    }

    <T> T run(Function<Tx, T> work, boolean isDurable) {
        var pending = new Pending<>(work);
        lock.lock();
        try {
            if (closed) {
                throw new DatabaseException("the database is closed");
            }
            queue.add(new Write<>(pending, isDurable));
            arrived.signal();
        } finally {
            lock.unlock();
        }
        return pending.await();
    }

    /** Finishes what was accepted, folds the log into the file and closes the connection. */
    void close() {
        lock.lock();
        try {
            closed = true;
            arrived.signal();
        } finally {
            lock.unlock();
        }
        Pending.uninterruptibly(thread::join);
    }

    private void loop() {
        for (List<Write<?>> group = take(); !group.isEmpty(); group = take()) {
            var done = new ArrayList<Done>(group.size());
            try {
                transact(group, done);
            } catch (SQLException | RuntimeException | Error e) {
                abandon(group, e);
                continue;
            }
            for (Done work : done) {
                work.afterCommit().forEach(GroupCommit::runAfterCommit);
            }
            group.forEach(write -> write.pending().release());
        }
        try (connection) {
            execute("PRAGMA wal_checkpoint(TRUNCATE)");
        } catch (SQLException e) {
            log.atWarn().setCause(e).log("failed to fold the log into the database");
        }
    }

    /** Waits for work; empty when there will be none. */
    private List<Write<?>> take() {
        var group = new ArrayList<Write<?>>();
        lock.lock();
        try {
            while (queue.isEmpty() && !closed) {
                arrived.awaitUninterruptibly();
            }
            while (!queue.isEmpty() && group.size() < MAX_GROUP) {
                group.add(queue.remove());
            }
        } finally {
            lock.unlock();
        }
        return group;
    }

    private void transact(List<Write<?>> group, List<Done> done) throws SQLException {
        setDurable(group.stream().anyMatch(Write::durable));
        statements.execute("BEGIN IMMEDIATE");
        for (Write<?> write : group) {
            Pending<?> pending = write.pending();
            if (!pending.claim()) {
                continue; // its caller gave up
            }
            var tx = new Tx(sql);
            statements.execute("SAVEPOINT work");
            switch (pending.run(tx)) {
                case null -> done.add(new Done(pending, tx.afterCommit()));
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
        log.atError().setCause(cause).addKeyValue("writes", group.size()).log("failed to commit");
        try {
            execute("ROLLBACK");
        } catch (SQLException e) {
            // Most failures that end a group have ended the transaction already.
            log.atDebug().setCause(e).log("nothing to roll back");
        }
        for (Write<?> write : group) {
            write.pending().claim();
            write.pending().fail(cause);
            write.pending().release();
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
        } catch (RuntimeException e) {
            log.atError().setCause(e).log("failed to run an action after a commit");
        }
    }
}
