package dev.berth.testing;

import dev.berth.db.Database;
import dev.berth.db.DbConfig;
import dev.berth.db.SqliteDatabase;
import dev.berth.db.Tx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.function.Function;
import java.util.stream.Stream;

/** A database of its own in a new folder, which goes when it is closed. */
public final class TestDatabase implements Database {
    /** An empty database: made once, since its tables take longer than most tests. */
    private static final byte[] EMPTY = empty();

    private static final int READERS = 2;

    private final Path folder;
    private final Database database;

    public TestDatabase() {
        try {
            folder = Files.createTempDirectory("berth-database");
            var config = config(folder);
            Files.write(config.file(), EMPTY);
            database = SqliteDatabase.open(config);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The native library lies beside the folders of all the tests: it is large, and the same. */
    private static DbConfig config(Path folder) {
        return new DbConfig(
                folder.resolve("berth.db"), folder.resolveSibling("berth-test-native"), READERS);
    }

    private static byte[] empty() {
        try {
            Path folder = Files.createTempDirectory("berth-database");
            var config = config(folder);
            SqliteDatabase.open(config).close();
            byte[] content = Files.readAllBytes(config.file());
            delete(folder);
            return content;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public <T> T read(Function<Tx, T> work) {
        return database.read(work);
    }

    @Override
    public <T> T write(Function<Tx, T> work) {
        return database.write(work);
    }

    @Override
    public <T> T writeRelaxed(Function<Tx, T> work) {
        return database.writeRelaxed(work);
    }

    @Override
    public void close() {
        database.close();
        try {
            delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
