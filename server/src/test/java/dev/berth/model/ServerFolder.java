package dev.berth.model;

import dev.berth.oci.Digest;
import dev.berth.oci.DigestAlgorithm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The data folder of a server, and what lies in it. */
final class ServerFolder {
    private final Path path;

    ServerFolder() {
        try {
            path = Files.createTempDirectory("berth-model");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path path() {
        return path;
    }

    /** The digests of the blobs that have a file. */
    Set<Digest> blobs() {
        var found = new HashSet<Digest>();
        for (DigestAlgorithm algorithm : DigestAlgorithm.values()) {
            Path files = path.resolve("blobs/default").resolve(algorithm.prefix());
            names(files).forEach(hex -> found.add(new Digest(algorithm, hex)));
        }
        return found;
    }

    /** The ids of uploads of which something is staged. */
    Set<String> staged() {
        return names(path.resolve("staging"));
    }

    private static Set<String> names(Path folder) {
        if (!Files.exists(folder)) {
            return Set.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> String.valueOf(file.getFileName()))
                    .collect(Collectors.toUnmodifiableSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Dates what is staged of an upload, if anything is. */
    void touch(String uploadId, Instant at) {
        Path file = path.resolve("staging").resolve(uploadId);
        try {
            if (Files.exists(file)) {
                Files.setLastModifiedTime(file, FileTime.from(at));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void delete() {
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
