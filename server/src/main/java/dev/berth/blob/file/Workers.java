package dev.berth.blob.file;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * The threads that help uploads. They are platform threads: a sync or a digest would hold on to the
 * carrier of a virtual one, of which there are few. Their number is bounded by the cores and by
 * {@link #syncs}.
 */
final class Workers implements AutoCloseable {
    private static final int SYNCS = 4;

    /** So many uploads have their blocks at once: 16 MiB, which they do not give back. */
    private static final int BLOCKS = 16;

    /** Something that fails as files do. */
    @FunctionalInterface
    interface Work {
        void run() throws IOException;
    }

    private final int cores;
    private final AtomicInteger uploads = new AtomicInteger();
    private final Semaphore calculations;
    private final Blocks blocks = new Blocks(BLOCKS);
    private final Semaphore syncs = new Semaphore(SYNCS);
    private final ExecutorService threads =
            Executors.newCachedThreadPool(Thread.ofPlatform().daemon().name("blob-", 0).factory());

    Workers(int cores) {
        this.cores = cores;
        this.calculations = new Semaphore(Math.max(1, cores - 1), true);
    }

    void uploadBegins() {
        uploads.incrementAndGet();
    }

    void uploadEnds() {
        uploads.decrementAndGet();
    }

    /** How many are under way. */
    int uploads() {
        return uploads.get();
    }

    /**
     * Whether an upload under way may use a second thread. When there are as many uploads as cores,
     * all of them are faster with one thread each.
     */
    boolean coreToSpare() {
        return uploads.get() < cores;
    }

    /**
     * To be called between steps by an upload, which need not wait for anything while its client is
     * fast: lets others have its carrier where they may have no other. Parks, since one that yields
     * comes before all that arrived meanwhile.
     */
    void giveWay() {
        if (!coreToSpare()) {
            LockSupport.parkNanos(1);
        }
    }

    /** Calculates for long, beside at most so many others that a core is left for requests. */
    void calculate(Work work) throws IOException {
        try {
            calculations.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (InterruptedIOException) new InterruptedIOException("interrupted").initCause(e);
        }
        try {
            await(submit(work));
        } catch (ExecutionException e) {
            throw new IOException("failed to read staged bytes", e.getCause());
        } finally {
            calculations.release();
        }
    }

    /** Waits for work that cannot be broken off, whatever happens to this thread. */
    static void await(Future<?> work) throws ExecutionException {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    work.get();
                    return;
                } catch (InterruptedException _) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    Blocks blocks() {
        return blocks;
    }

    Semaphore syncs() {
        return syncs;
    }

    Future<?> submit(Work work) {
        return threads.submit(() -> {
            work.run();
            return null;
        });
    }

    @Override
    public void close() {
        threads.shutdown();
    }
}
