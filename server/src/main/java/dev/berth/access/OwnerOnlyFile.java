package dev.berth.access;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Writes small files that hold secrets: readable for their owner alone, durable, never half. */
final class OwnerOnlyFile {
    private static final String PERMISSIONS = "rw-------";

    private OwnerOnlyFile() {}

    static void write(Path target, String content) throws IOException {
        Path file = target.toAbsolutePath();
        Path staged = file.resolveSibling(file.getFileName() + ".new");
        // What an ended process left there may have other permissions: begin with a file of our
        // own.
        Files.deleteIfExists(staged);
        try (var channel =
                FileChannel.open(
                        staged,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString(PERMISSIONS)))) {
            ByteBuffer bytes = StandardCharsets.UTF_8.encode(content);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(staged, file, StandardCopyOption.ATOMIC_MOVE);
        Path folder = file.getParent();
        if (folder != null) {
            try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }
}
