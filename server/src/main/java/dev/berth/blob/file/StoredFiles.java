package dev.berth.blob.file;

import dev.berth.blob.BlobKey;
import dev.berth.oci.Digest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/** The files of a data folder as a check sees them: it only reads, beside whoever writes. */
public final class StoredFiles {
    private static final int BUFFER = 1 << 20;

    private final BlobPaths paths;
    private final Opener opener;

    public StoredFiles(Path dataFolder) {
        this(dataFolder, file -> FileChannel.open(file, StandardOpenOption.READ));
    }

    public StoredFiles(Path dataFolder, Opener opener) {
        this.paths = new BlobPaths(dataFolder);
        this.opener = opener;
    }

    /** Opens a file for reading; tests put a broken disk in its place. */
    @FunctionalInterface
    public interface Opener {
        FileChannel open(Path file) throws IOException;
    }

    /** How many bytes lie under a key; empty when no file does. */
    public OptionalLong size(BlobKey key) throws IOException {
        try {
            var found = attributes(paths.blob(key));
            return found.isRegularFile() ? OptionalLong.of(found.size()) : OptionalLong.empty();
        } catch (NoSuchFileException _) {
            return OptionalLong.empty();
        }
    }

    /**
     * Reads all that lies under a key; empty when nothing does.
     *
     * @param read is told of each step's bytes
     */
    public Optional<Digest> digest(BlobKey key, LongConsumer read) throws IOException {
        try (var file = opener.open(paths.blob(key))) {
            var algorithm = key.digest().algorithm();
            var digest = algorithm.newMessageDigest();
            var buffer = ByteBuffer.allocate(BUFFER);
            while (file.read(buffer) >= 0) {
                read.accept(buffer.flip().remaining());
                digest.update(buffer);
                buffer.clear();
            }
            return Optional.of(Digest.of(algorithm, digest.digest()));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        }
    }

    /** Everything in the folder of blobs, in lists of at most so many. */
    public void blobs(int limit, Consumer<List<StoredFile>> files) throws IOException {
        var batches = new Batches(limit, files);
        walk(paths.blobs(), path -> batches.add(blob(path)));
        batches.handOver();
    }

    /** Everything in the folder of stagings, in lists of at most so many. */
    public void stagings(int limit, Consumer<List<StoredFile>> files) throws IOException {
        var batches = new Batches(limit, files);
        walk(paths.staging(), path -> batches.add(staging(path)));
        batches.handOver();
    }

    private StoredFile blob(Path path) throws IOException {
        long size = attributes(path).size();
        Instant changedAt = changedAt(path);
        return paths.key(path)
                .<StoredFile>map(key -> new StoredFile.OfBlob(path, key, size, changedAt))
                .orElseGet(() -> new StoredFile.Stray(path, size, changedAt));
    }

    private static StoredFile staging(Path path) throws IOException {
        return new StoredFile.OfStaging(
                path, String.valueOf(path.getFileName()), attributes(path).size(), changedAt(path));
    }

    /** Unlike its time of change, a file's time of writing stays when it is moved. */
    private static Instant changedAt(Path path) throws IOException {
        boolean tells = path.getFileSystem().supportedFileAttributeViews().contains("unix");
        String attribute = tells ? "unix:ctime" : "lastModifiedTime";
        Object time = Files.getAttribute(path, attribute, LinkOption.NOFOLLOW_LINKS);
        return ((FileTime) time).toInstant();
    }

    private static BasicFileAttributes attributes(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    /** What is done with each file. */
    @FunctionalInterface
    private interface Step {
        void on(Path file) throws IOException;
    }

    /** Passes over what goes while it is looked at. */
    private static void walk(Path folder, Step step) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
                    walk(entry, step);
                } else {
                    visit(entry, step);
                }
            }
        } catch (NoSuchFileException _) {
            return; // nothing was ever kept here
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    private static void visit(Path file, Step step) throws IOException {
        try {
            step.on(file);
        } catch (NoSuchFileException _) {
            return; // committed, removed or abandoned since it was listed
        }
    }

    /** Collects files until there are enough of them. */
    private static final class Batches {
        private final int limit;
        private final Consumer<List<StoredFile>> files;
        private final List<StoredFile> found = new ArrayList<>();

        Batches(int limit, Consumer<List<StoredFile>> files) {
            this.limit = limit;
            this.files = files;
        }

        void add(StoredFile file) {
            found.add(file);
            if (found.size() == limit) {
                handOver();
            }
        }

        void handOver() {
            if (!found.isEmpty()) {
                files.accept(List.copyOf(found));
                found.clear();
            }
        }
    }
}
