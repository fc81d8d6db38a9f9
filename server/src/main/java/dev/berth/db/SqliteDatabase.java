package dev.berth.db;

import com.zaxxer.hikari.pool.HikariPool;
import dev.berth.runtime.WouldBlock;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.JdbiException;

/**
 * The metadata store in one SQLite file: a single writer that commits in groups beside a few
 * readers. Each caller's own thread does the work; a virtual one holds on to its carrier during a
 * native call, of which there are {@link DbConfig#NATIVE_CALLS} at most.
 */
public final class SqliteDatabase implements Database {
    private final GroupCommit writer;
    private final Readers readers;

    private SqliteDatabase(GroupCommit writer, Readers readers) {
        this.writer = writer;
        this.readers = readers;
    }

    /** Opens the file, or makes it, and brings its tables up to date. */
    public static SqliteDatabase open(DbConfig config) {
        try {
            NativeLibrary.unpack(config.nativeFolder());
            createForOwnerAlone(config.file());
            Connection connection = SqliteConnections.writing(config.file());
            try {
                return open(config, connection);
            } catch (SQLException | RuntimeException e) {
                connection.close();
                throw e;
            }
        } catch (SQLException
                | IOException
                | JdbiException
                | FlywayException
                | HikariPool.PoolInitializationException e) {
            throw new DatabaseException("failed to open the database " + config.file(), e);
        }
    }

    /**
     * Opens a file that exists, to read it beside the server whose it is, or without one. The file
     * must have the tables of this version: nothing is made or brought up to date.
     *
     * @throws DatabaseException whose message tells the reason to whoever asked
     */
    public static ReadableDatabase openReadOnly(DbConfig config) {
        return ReadOnlySqlite.open(config);
    }

    /** SQLite gives the log, which holds the same, the permissions that it finds here. */
    private static void createForOwnerAlone(Path file) throws IOException {
        try {
            Files.createFile(
                    file,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
        } catch (FileAlreadyExistsException _) {
            // It has the permissions that its owner wants.
        }
    }

    private static SqliteDatabase open(DbConfig config, Connection connection) throws SQLException {
        Migrations.apply(connection, SqliteConnections.source(config.file()));
        var readers =
                new Readers(
                        SqliteConnections.readOnlySource(config.file()),
                        config.readers(),
                        Turn.PATIENCE);
        var writer = new GroupCommit(connection, Turn.PATIENCE);
        writer.start();
        return new SqliteDatabase(writer, readers);
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
    public <T> T write(Function<Tx, T> work) {
        WouldBlock.unlessMayBlock();
        return writer.run(work, true);
    }

    @Override
    public <T> T writeRelaxed(Function<Tx, T> work) {
        WouldBlock.unlessMayBlock();
        return writer.run(work, false);
    }

    /** Ends what is under way; the readers go first so that the log can be folded in. */
    @Override
    public void close() {
        readers.close();
        writer.close();
    }
}
