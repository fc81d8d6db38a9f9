package dev.berth.blob.file;

import dev.berth.blob.BlobKey;
import dev.berth.blob.BlobStore;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Goes through the folders of blobs, while they change. Files that are not ours are passed over.
 */
final class BlobListing {
    private final BlobPaths paths;
    private final int limit;
    private final BlobStore.KeyVisitor visitor;
    private final List<BlobKey> found = new ArrayList<>();

    BlobListing(BlobPaths paths, int limit, BlobStore.KeyVisitor visitor) {
        this.paths = paths;
        this.limit = limit;
        this.visitor = visitor;
    }

    /** What is done with an entry of a folder. */
    @FunctionalInterface
    private interface Step {
        void on(Path entry) throws IOException, InterruptedException;
    }

    void run() throws IOException, InterruptedException {
        each(paths.blobs(), domain -> each(domain, algorithm -> each(algorithm, this::digits)));
        handOver();
    }

    private void digits(Path folder) throws IOException, InterruptedException {
        each(folder, this::add);
    }

    private void add(Path file) throws IOException, InterruptedException {
        paths.key(file).ifPresent(found::add);
        if (found.size() == limit) {
            handOver();
        }
    }

    private void handOver() throws IOException, InterruptedException {
        if (!found.isEmpty()) {
            visitor.visit(List.copyOf(found));
            found.clear();
        }
    }

    private static void each(Path folder, Step step) throws IOException, InterruptedException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                step.on(entry);
            }
        } catch (NoSuchFileException | NotDirectoryException _) {
            return; // nothing was ever committed, or a stray file lies here
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }
}
