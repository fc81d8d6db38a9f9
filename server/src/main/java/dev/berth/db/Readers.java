package dev.berth.db;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.sqlite.SQLiteConnection;

/** A few connections that read, each used by one of as many threads. */
final class Readers {
    private static final int CLOSE_SECONDS = 10;
    private static final int MAX_COMPLAINTS = 20;

    private final HikariDataSource pool;
    private final Jdbi jdbi;
    private final ExecutorService threads;
    private final Map<Connection, StatementCache> caches = new ConcurrentHashMap<>();

    Readers(DataSource source, int count) {
        var config = new HikariConfig();
        config.setPoolName("database-readers");
        config.setDataSource(source);
        config.setReadOnly(true);
        config.setMaximumPoolSize(count);
        config.setMaxLifetime(0); // no network on the way that could forget a connection
        config.setIdleTimeout(0);
        pool = new HikariDataSource(config);
        jdbi = QuickJdbi.on(pool::getConnection).setStatementBuilderFactory(this::cache);
        threads =
                Executors.newFixedThreadPool(
                        count, Thread.ofPlatform().name("database-reader-", 0).daemon().factory());
    }

    <T> T run(Function<Tx, T> work) {
        var pending = new Pending<>(work);
        try {
            threads.execute(() -> read(pending));
        } catch (RejectedExecutionException e) {
            throw new DatabaseException("the database is closed", e);
        }
        return pending.await();
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

    void close() {
        threads.shutdown();
        Pending.uninterruptibly(() -> threads.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS));
        pool.close();
    }

    private void read(Pending<?> pending) {
        if (!pending.claim()) {
            return;
        }
        try (Handle sql = jdbi.open()) {
            sql.execute("BEGIN");
            try {
                pending.run(new Tx(sql));
            } finally {
                sql.execute("ROLLBACK");
            }
        } catch (RuntimeException | Error e) {
            pending.fail(e);
        } finally {
            pending.release();
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
