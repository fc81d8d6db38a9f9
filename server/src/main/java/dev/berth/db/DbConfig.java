package dev.berth.db;

import java.nio.file.Path;

/**
 * Where the embedded metadata store lies, and how many of its connections read.
 *
 * @param file the database; its write-ahead log lies beside it
 * @param nativeFolder where the database's native library is unpacked, and stays
 */
public record DbConfig(Path file, Path nativeFolder, int readers) {
    private static final int READERS = 4;

    /** So many calls of the database's library may be under way: the readers' and the writer's. */
    public static final int NATIVE_CALLS = READERS + 1;

    public DbConfig {
        if (readers < 1) {
            throw new IllegalArgumentException("a database needs a reader");
        }
    }

    /** Everything in one folder, which must exist. */
    public static DbConfig in(Path folder) {
        return new DbConfig(folder.resolve("berth.db"), folder, READERS);
    }
}
