package dev.berth.db;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.OSInfo;

/**
 * Unpacks SQLite's native library once and keeps it: the driver would unpack and compare it at each
 * start, and leave a copy behind whenever the process is killed.
 */
final class NativeLibrary {
    private static final String NAME = System.mapLibraryName("sqlitejdbc");

    private NativeLibrary() {}

    /**
     * Makes the library ready in the folder. The driver reads these properties when the first
     * connection of the process loads it; where our file cannot be loaded it unpacks its own.
     */
    static void unpack(Path folder) throws IOException {
        Files.createDirectories(folder);
        System.setProperty("org.sqlite.tmpdir", folder.toString());
        if (packed() instanceof JarURLConnection packed) {
            Path library = folder.resolve(NAME);
            if (!isSame(library, packed.getJarEntry())) {
                replace(library, packed);
            }
            load(folder);
        }
    }

    /** Uses the library where it is ready, and else leaves the folder alone. */
    static void use(Path folder) throws IOException {
        if (packed() instanceof JarURLConnection packed
                && isSame(folder.resolve(NAME), packed.getJarEntry())) {
            load(folder);
        }
    }

    /** Null on a platform for which the driver must look by itself. */
    private static @Nullable URLConnection packed() throws IOException {
        URL url =
                SQLiteJDBCLoader.class.getResource(
                        "/org/sqlite/native/%s/%s"
                                .formatted(OSInfo.getNativeLibFolderPathForCurrentOS(), NAME));
        return url == null ? null : url.openConnection();
    }

    private static void load(Path folder) {
        System.setProperty("org.sqlite.lib.path", folder.toString());
        System.setProperty("org.sqlite.lib.name", NAME);
    }

    /**
     * Compares the content, for which the jar's directory has a checksum: another version may have
     * the same size, and the driver's own number is not in our jar.
     */
    private static boolean isSame(Path library, ZipEntry packed) throws IOException {
        if (!Files.exists(library) || Files.size(library) != packed.getSize()) {
            return false;
        }
        var checksum = new CRC32();
        checksum.update(Files.readAllBytes(library));
        return checksum.getValue() == packed.getCrc();
    }

    private static void replace(Path library, JarURLConnection packed) throws IOException {
        Path half = library.resolveSibling(library.getFileName() + ".new");
        try (InputStream content = packed.getInputStream()) {
            Files.copy(content, half, StandardCopyOption.REPLACE_EXISTING);
        }
        try (var written = FileChannel.open(half, StandardOpenOption.WRITE)) {
            written.force(true); // else a power failure may leave the name of what is not there
        }
        Files.move(half, library, StandardCopyOption.ATOMIC_MOVE);
    }
}
