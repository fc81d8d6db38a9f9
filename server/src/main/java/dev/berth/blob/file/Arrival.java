package dev.berth.blob.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one append on their way into the file and the digest: the first ones are written as
 * they come, and stay in the page cache; what follows of a large append is written in blocks.
 */
final class Arrival {
    /** From here on blocks, and a second thread for the digest, are worth it. */
    private static final long LARGE = 2 << 20;

    /** A few milliseconds' work, which other requests may have to wait for. */
    private static final long STRIDE = 1 << 20;

    private final Workers workers;
    private final FileChannel file;
    private final BlockWriter.Direct direct;
    private final StagedDigest digest;
    private final WriteBack writeBack;
    private final long start;
    private final boolean behind;
    private long end;
    private long gaveWay;
    private @Nullable BlockWriter blocks;

    Arrival(FileBlobStore store, Path path, FileChannel file, StagedDigest digest, long start) {
        this.workers = store.workers();
        this.file = file;
        var opener = store.surroundings().opener();
        this.direct =
                new BlockWriter.Direct(() -> opener.openPastCache(path), opener.pastCacheFrom());
        this.digest = digest;
        this.start = start;
        this.end = start;
        this.gaveWay = start;
        this.behind = digest.position() < start;
        this.writeBack = new WriteBack(workers, file, start);
        workers.uploadBegins();
    }

    /** Where the staging ends with all that was taken, but for what could not be written. */
    long end() {
        return blocks == null ? end : blocks.end();
    }

    /** In steps: small ones stay in the processor's cache, and a heap buffer is copied whole. */
    void take(ByteBuffer piece) throws IOException {
        while (piece.hasRemaining()) {
            int length = Math.min(piece.remaining(), StagedDigest.STEP);
            ByteBuffer step = piece.slice(piece.position(), length);
            piece.position(piece.position() + length);
            if (blocks == null && end - start >= LARGE) {
                blocks = BlockWriter.at(end, file, direct, digest, writeBack, workers);
            }
            if (blocks == null) {
                write(step);
            } else {
                blocks.put(step);
            }
            if (end() - gaveWay >= STRIDE) {
                gaveWay = end();
                workers.giveWay();
            }
        }
    }

    private void write(ByteBuffer step) throws IOException {
        while (step.hasRemaining()) {
            end += file.write(step, end);
        }
        if (!behind) {
            digest.update(step.flip());
        }
        writeBack.written(end);
    }

    /** Writes what still waits to be written. */
    void flush() throws IOException {
        if (blocks != null) {
            blocks.flush();
        }
    }

    /**
     * To be called however the append ended.
     *
     * @throws IOException when a sync failed: any of the bytes may be lost
     */
    void finish() throws IOException {
        workers.uploadEnds();
        try {
            if (blocks != null) {
                blocks.close();
            }
        } finally {
            writeBack.join();
        }
    }
}
