package dev.berth.db;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** Opens connections with the settings that everything else relies on. */
final class SqliteConnections {
    private static final int BUSY_MILLIS = 10_000;
    private static final int WRITER_CACHE_KB = 8 << 10;
    private static final int READER_CACHE_KB = 4 << 10;

    /** A checkpoint stops the writer: seldom enough to matter little, often enough to be short. */
    private static final int CHECKPOINT_PAGES = 4_000;

    private static final int LOG_BYTES_KEPT = 32 << 20;

    private SqliteConnections() {}

    static Connection writing(Path file) throws SQLException {
        return source(file).getConnection();
    }

    static DataSource source(Path file) {
        var config = common();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setWalAutocheckpoint(CHECKPOINT_PAGES);
        config.setJournalSizeLimit(LOG_BYTES_KEPT);
        config.setCacheSize(-WRITER_CACHE_KB);
        return source(file, config);
    }

    /** For connections that only read; the file must exist. */
    static DataSource readOnlySource(Path file) {
        var config = common();
        config.setReadOnly(true);
        config.setCacheSize(-READER_CACHE_KB);
        return source(file, config);
    }

    /** For a file that nobody can change, in a folder where nothing can be made. */
    static DataSource frozenSource(Path file) {
        var config = common();
        config.setReadOnly(true);
        var source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file.toUri() + "?immutable=1");
        return source;
    }

    private static SQLiteConfig common() {
        var config = new SQLiteConfig();
        config.setBusyTimeout(BUSY_MILLIS);
        config.enforceForeignKeys(true);
        config.setTempStore(SQLiteConfig.TempStore.MEMORY);
        config.setGetGeneratedKeys(false);
        // An I/O error in mapped memory would be a SIGBUS that ends the whole process.
        config.setPragma(SQLiteConfig.Pragma.MMAP_SIZE, "0");
        return config;
    }

    private static DataSource source(Path file, SQLiteConfig config) {
        var source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file);
        return source;
    }
}
