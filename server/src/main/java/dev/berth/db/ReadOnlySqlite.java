package dev.berth.db;

import com.zaxxer.hikari.pool.HikariPool;
import dev.berth.runtime.WouldBlock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import javax.sql.DataSource;

/**
 * The metadata store for a process beside the server, or without one: no writer, no migration, no
 * file of its own. SQLite alone may leave an empty log behind where no server runs.
 */
final class ReadOnlySqlite implements ReadableDatabase {
    private final Readers readers;

    private ReadOnlySqlite(Readers readers) {
        this.readers = readers;
    }

    static ReadOnlySqlite open(DbConfig config) {
        Path file = config.file();
        if (!Files.exists(file)) {
            throw new DatabaseException("there is no database " + file);
        }
        try {
            NativeLibrary.use(config.nativeFolder());
            DataSource source =
                    isFrozen(file)
                            ? SqliteConnections.frozenSource(file)
                            : SqliteConnections.readOnlySource(file);
            try (Connection connection = source.getConnection()) {
                requireVersion(file, Migrations.version(connection));
            }
            return new ReadOnlySqlite(new Readers(source, config.readers(), Turn.PATIENCE));
        } catch (SQLException | IOException | HikariPool.PoolInitializationException e) {
            throw new DatabaseException(
                    "failed to read the database %s: %s".formatted(file, e.getMessage()), e);
        }
    }

    /**
     * Whether nobody can write here, as in a snapshot of a file system, and nothing waits in a log:
     * SQLite then reads without the files beside it, which it could not make.
     */
    private static boolean isFrozen(Path file) {
        return !Files.isWritable(file.toAbsolutePath().getParent())
                && !Files.exists(file.resolveSibling(file.getFileName() + "-wal"));
    }

    private static void requireVersion(Path file, String version) {
        int order = version.compareTo(Migrations.NEWEST); // of as many digits, all of them
        if (version.isEmpty()) {
            throw new DatabaseException(file + " is not a database of berth");
        } else if (order < 0) {
            throw new DatabaseException(
                    "the database %s has the tables of an older berth (%s, not %s): start the server of this version once, which brings them up to date"
                            .formatted(file, version, Migrations.NEWEST));
        } else if (order > 0) {
            throw new DatabaseException(
                    "the database %s has the tables of a newer berth (%s, not %s): use that berth's commands"
                            .formatted(file, version, Migrations.NEWEST));
        }
    }

    @Override
    public <T> T read(Function<Tx, T> work) {
        WouldBlock.unlessMayBlock();
        return readers.run(work);
    }

    @Override
    public List<String> complaints() {
        return read(Readers::complaints);
    }

    @Override
    public void close() {
        readers.close();
    }
}
