package dev.berth.blob.file;

import dev.berth.blob.BlobKey;
import dev.berth.blob.BlobRemoval;
import dev.berth.blob.BlobStat;
import dev.berth.blob.BlobStore;
import dev.berth.blob.KeyLocks;
import dev.berth.blob.OpenBlob;
import dev.berth.blob.StagedBlob;
import dev.berth.runtime.WouldBlock;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Blobs as files of the data folder, which the caller holds by a {@link DataFolderLock}. */
public final class FileBlobStore implements BlobStore {
    private static final int OPEN_FILES = 512;

    private final BlobPaths paths;
    private final Surroundings surroundings;
    private final Workers workers;
    private final StagingLocks locks;
    private final KeyLocks keyLocks;
    private final DurableFolders folders = new DurableFolders();
    private final StagedDigests digests = new StagedDigests();
    private final OpenFiles openFiles = new OpenFiles(OPEN_FILES);

    /** The clock is that of real time, as the times of files are. */
    public FileBlobStore(Path dataFolder, InstantSource clock) {
        this(dataFolder, Surroundings.ofMachine(clock));
    }

    FileBlobStore(Path dataFolder, Surroundings surroundings) {
        this.paths = new BlobPaths(dataFolder);
        this.surroundings = surroundings;
        this.workers = new Workers(surroundings.cores());
        this.locks = new StagingLocks(surroundings.patience());
        this.keyLocks = new KeyLocks(surroundings.patience());
    }

    @Override
    public StagedBlob stage(String id) throws IOException {
        WouldBlock.unlessMayBlock();
        Path path = paths.staging(id);
        return new FileStaging(this, locks.hold(id), id, path);
    }

    @Override
    public Optional<StagedBlob> tryStage(String id) {
        WouldBlock.unlessMayBlock();
        Path path = paths.staging(id);
        return locks.tryHold(id).map(held -> new FileStaging(this, held, id, path));
    }

    @Override
    public Optional<OpenBlob> open(BlobKey key) throws IOException {
        return openFiles.open(key, paths.blob(key));
    }

    @Override
    public boolean contains(BlobKey key) {
        if (openFiles.contains(key)) {
            return true;
        }
        WouldBlock.unlessMayBlock();
        return Files.exists(paths.blob(key));
    }

    @Override
    public Optional<BlobStat> stat(BlobKey key) throws IOException {
        try {
            var found =
                    Files.readAttributes(
                            paths.blob(key), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return Optional.of(new BlobStat(found.size(), found.lastModifiedTime().toInstant()));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        }
    }

    @Override
    public void list(int limit, KeyVisitor visitor) throws IOException, InterruptedException {
        new BlobListing(paths, limit, visitor).run();
    }

    @Override
    public KeyLocks.Held keep(BlobKey key) throws IOException {
        WouldBlock.unlessMayBlock();
        return keyLocks.keep(key);
    }

    @Override
    public Optional<BlobRemoval> tryRemove(BlobKey key) {
        return keyLocks.tryRemove(key).map(held -> new Removal(key, held));
    }

    private final class Removal implements BlobRemoval {
        private final BlobKey key;
        private final KeyLocks.Held held;

        Removal(BlobKey key, KeyLocks.Held held) {
            this.key = key;
            this.held = held;
        }

        /** Not durable: what a power failure brings back is an orphan, and removed again. */
        @Override
        public void remove() throws IOException {
            Files.deleteIfExists(paths.blob(key));
            openFiles.forget(key);
        }

        @Override
        public void close() {
            held.close();
        }
    }

    @Override
    public int discardIdle(Duration idle) throws IOException {
        Instant before = surroundings.clock().instant().minus(idle);
        int discarded = 0;
        try (var files = Files.newDirectoryStream(paths.staging())) {
            for (Path file : files) {
                if (discard(file, before)) {
                    discarded++;
                }
            }
        } catch (NoSuchFileException _) {
            return discarded; // nothing was ever staged
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return discarded;
    }

    /** A staging that is held is not idle, whatever its time says. */
    private boolean discard(Path file, Instant before) throws IOException {
        String id = String.valueOf(file.getFileName());
        var held = locks.tryHold(id);
        if (held.isEmpty()) {
            return false;
        }
        try (var _ = held.get()) {
            if (Files.getLastModifiedTime(file).toInstant().isAfter(before)) {
                return false;
            }
            digests.forget(id);
            return Files.deleteIfExists(file);
        } catch (NoSuchFileException _) {
            return false; // committed since it was listed
        }
    }

    @Override
    public void close() {
        openFiles.close();
        workers.close();
    }

    BlobPaths paths() {
        return paths;
    }

    Surroundings surroundings() {
        return surroundings;
    }

    Workers workers() {
        return workers;
    }

    DurableFolders folders() {
        return folders;
    }

    StagedDigests digests() {
        return digests;
    }
}
