package dev.berth.blob.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Makes folders that survive a power failure, for the owner alone: a name is durable only once the
 * folder that it stands in is. Remembers which are, since a store has a few hundred.
 */
final class DurableFolders {
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final Set<Path> durable = ConcurrentHashMap.newKeySet();

    void make(Path folder) throws IOException {
        if (durable.contains(folder)) {
            return;
        }
        Path parent = folder.getParent();
        if (Files.isDirectory(folder)) {
            // Another process may have made it and died, another thread may be about to sync it.
            if (parent != null && Files.isReadable(parent)) {
                sync(parent);
            }
        } else {
            if (parent != null) {
                make(parent);
            }
            Files.createDirectories(folder, OWNER_ONLY);
            if (parent != null) {
                sync(parent);
            }
        }
        durable.add(folder);
    }

    /** Makes the names in this folder durable. */
    void sync(Path folder) throws IOException {
        try (var names = FileChannel.open(folder, StandardOpenOption.READ)) {
            names.force(true);
        }
    }
}
