package dev.berth.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** The folder in which a server keeps the bytes of uploads that are not finished. */
final class StagingFolder {

    private final Path folder;

    private StagingFolder(Path folder) {
        this.folder = folder;
    }

    static StagingFolder of(PackedBerth berth) {
        return new StagingFolder(berth.data().resolve("staging"));
    }

    boolean isThere() {
        return Files.isDirectory(folder);
    }

    List<Path> files() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).toList();
        } catch (UncheckedIOException e) {
            return List.of(); // a file went away while we looked
        }
    }

    long bytes() throws IOException {
        long bytes = 0;
        for (Path file : files()) {
            try {
                bytes += Files.size(file);
            } catch (NoSuchFileException _) {
                bytes += 0;
            }
        }
        return bytes;
    }
}
