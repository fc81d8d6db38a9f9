package dev.berth.blob.file;

import dev.berth.blob.BlobKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Where a repair puts damaged content: out of the way of what is pushed again, and still there for
 * whoever wants to look at it. For a process that holds the data folder.
 */
public final class Quarantine {
    private final BlobPaths paths;
    private final DurableFolders folders = new DurableFolders();

    public Quarantine(Path dataFolder) {
        this.paths = new BlobPaths(dataFolder);
    }

    /** Moves what lies under a key; tells where to, or nothing where nothing lies. */
    public Optional<Path> move(BlobKey key) throws IOException {
        Path file = paths.blob(key);
        Path folder = Objects.requireNonNull(file.getParent());
        Path target = free(key.digest().algorithm().prefix() + "-" + key.digest().hex());
        try {
            Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (NoSuchFileException _) {
            return Optional.empty();
        }
        folders.sync(paths.quarantine());
        folders.sync(folder);
        return Optional.of(target);
    }

    /** Keeps content that was no file; tells where. */
    public Path keep(String name, ByteBuffer content) throws IOException {
        Path target = free(name);
        try (var file =
                FileChannel.open(
                        target, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE))) {
            ByteBuffer rest = content.duplicate();
            while (rest.hasRemaining()) {
                file.write(rest);
            }
            file.force(true);
        }
        folders.sync(paths.quarantine());
        return target;
    }

    /** The same content may have been damaged before. */
    private Path free(String name) throws IOException {
        folders.make(paths.quarantine());
        Path target = paths.quarantine().resolve(name);
        for (int copy = 2; Files.exists(target); copy++) {
            target = paths.quarantine().resolve(name + "." + copy);
        }
        return target;
    }
}
