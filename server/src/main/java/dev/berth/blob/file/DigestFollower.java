package dev.berth.blob.file;

import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Computes a digest on another thread where a core is left for it, one block at a time, while the
 * next one arrives. One that starts behind, after a restart, reads the staging until it is there.
 */
final class DigestFollower {
    /** The client need not wait while so much, or more, is read. */
    private static final long LONG = 8 << 20;

    private final StagedDigest digest;
    private final FileChannel staging;
    private final Workers workers;
    private @Nullable Future<?> running;
    private boolean readsLong;

    /**
     * @param digest belongs to other threads until {@link #finish} returns
     */
    DigestFollower(StagedDigest digest, FileChannel staging, Workers workers) {
        this.digest = digest;
        this.staging = staging;
        this.workers = workers;
    }

    /**
     * @param block what was written last, and {@code end} where it ends in the staging. It must not
     *     change until the next call, or {@link #finish}, has returned.
     */
    void written(ByteBuffer block, long end) {
        if (readsLong && running != null && !running.isDone()) {
            return;
        }
        finish();
        long missing = end - block.remaining() - digest.position();
        readsLong = missing >= LONG;
        if (missing > 0) {
            running = workers.submit(() -> digest.read(staging, end));
        } else if (workers.coreToSpare()) {
            running = workers.submit(() -> digest.update(block));
        } else {
            digest.update(block);
        }
    }

    /** Waits until all that was handed over is in the digest, or could not be read. */
    void finish() {
        if (running == null) {
            return;
        }
        try {
            Workers.await(running);
        } catch (ExecutionException _) {
            // The digest is right as far as it came; whoever needs it reads the rest, or fails.
        }
        running = null;
    }
}
