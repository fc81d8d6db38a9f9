package dev.berth.db;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.sqlite.SQLiteConnection;

/** A few connections that read. A caller reads by its own thread, when one of them is free. */
final class Readers {
    private static final Duration CLOSING = Duration.ofSeconds(10);
    private static final int MAX_COMPLAINTS = 20;

    private final int count;
    private final Duration patience;
    private final HikariDataSource pool;
    private final Jdbi jdbi;
    private final Map<Connection, StatementCache> caches = new ConcurrentHashMap<>();

    /**
     * One for each connection, in the order of those who wait: the pool's own waiting ends when the
     * caller is interrupted.
     */
    private final Semaphore free;

    private volatile boolean closed;

    /**
     * @param patience after so long a caller for whom none was free is told so
     */
    Readers(DataSource source, int count, Duration patience) {
        this.count = count;
        this.patience = patience;
        var config = new HikariConfig();
        config.setPoolName("database-readers");
        config.setDataSource(source);
        config.setReadOnly(true);
        config.setMaximumPoolSize(count);
        config.setMaxLifetime(0); // no network on the way that could forget a connection
        config.setIdleTimeout(0);
        pool = new HikariDataSource(config);
        jdbi = QuickJdbi.on(pool::getConnection).setStatementBuilderFactory(this::cache);
        free = new Semaphore(count, true);
    }

    <T> T run(Function<Tx, T> work) {
        var outcome = new Outcome<>(work);
        if (!Turn.await(nanos -> free.tryAcquire(nanos, NANOSECONDS), patience)) {
            throw new DatabaseException("the database is overloaded");
        }
        try {
            if (closed) {
                throw new DatabaseException("the database is closed");
            }
            read(outcome);
        } finally {
            free.release();
        }
        return outcome.get();
    }

    static List<String> complaints(Tx tx) {
        var lines = new ArrayList<String>();
        try {
            tx.sql()
                    .createQuery("PRAGMA quick_check(" + MAX_COMPLAINTS + ")")
                    .mapTo(String.class)
                    .forEach(lines::add);
        } catch (JdbiException e) {
            if (!SqliteFailures.isCorrupt(e)) {
                throw e;
            }
            lines.add(String.valueOf(e.getCause() == null ? e : e.getCause().getMessage()));
        }
        return lines.equals(List.of("ok")) ? List.of() : List.copyOf(lines);
    }

    /** Waits a while for those who read, or came before. */
    void close() {
        boolean quiet = Turn.await(nanos -> free.tryAcquire(count, nanos, NANOSECONDS), CLOSING);
        closed = true;
        if (quiet) {
            free.release(count); // whoever came meanwhile is told
        }
        pool.close();
    }

    private void read(Outcome<?> outcome) {
        try (Handle sql = open()) {
            sql.execute("BEGIN");
            try {
                outcome.run(new Tx(sql));
            } finally {
                sql.execute("ROLLBACK");
            }
        } catch (RuntimeException e) {
            outcome.fail(e);
        }
    }

    /**
     * Opens one, though the thread be interrupted: a connection that is free may still be on its
     * way into the pool, which does not let an interrupted thread wait for it.
     */
    private Handle open() {
        boolean interrupted = false;
        try {
            while (true) {
                interrupted |= Thread.interrupted();
                try {
                    return jdbi.open();
                } catch (ConnectionException e) {
                    if (!Thread.currentThread().isInterrupted()) {
                        throw e;
                    }
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** The statements outlive the handle: they belong to the connection below the pool's. */
    private StatementCache cache(Connection pooled) {
        try {
            Connection connection = pooled.unwrap(SQLiteConnection.class);
            return caches.computeIfAbsent(connection, StatementCache::new);
        } catch (SQLException e) {
            throw new DatabaseException("failed to find the connection of a reader", e);
        }
    }
}
