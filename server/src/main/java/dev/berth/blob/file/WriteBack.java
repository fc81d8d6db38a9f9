package dev.berth.blob.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Sends what has arrived to the disk while more arrives, so that the last sync of a large upload
 * finds little left to do. One sync at a time for each upload, and a few in all.
 */
final class WriteBack {
    private static final long STRIDE = 32 << 20;

    private final Workers workers;
    private final FileChannel file;
    private long synced;
    private @Nullable Future<?> running;

    WriteBack(Workers workers, FileChannel file, long offset) {
        this.workers = workers;
        this.file = file;
        this.synced = offset;
    }

    void written(long offset) throws IOException {
        if (offset - synced < STRIDE || (running != null && !running.isDone())) {
            return;
        }
        join();
        Semaphore turns = workers.syncs();
        if (turns.tryAcquire()) {
            synced = offset;
            running = workers.submit(() -> sync(turns));
        }
    }

    private void sync(Semaphore turns) throws IOException {
        try {
            file.force(false);
        } finally {
            turns.release();
        }
    }

    /** Waits for the sync under way. When it failed, any of the bytes may be lost. */
    void join() throws IOException {
        if (running == null) {
            return;
        }
        try {
            Workers.await(running);
            running = null; // one that failed stays, and fails whoever asks again
        } catch (ExecutionException e) {
            throw new IOException("failed to sync staged bytes", e.getCause());
        }
    }
}
