package dev.berth.blob.file;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Computes a digest on a thread of its own while another one writes the staging. It reads back what
 * was written, out of the page cache: cheaper than handing over buffers (1.4 against 0.6 to 1.1
 * GB/s on two cores), and neither side has to wait for each piece of the other.
 */
final class DigestFollower implements Runnable {
    /** How far the digest may fall behind: what is read back should still lie in the cache. */
    private static final long LAG = 8 << 20;

    private static final long STRIDE = 1 << 20;

    private final StagedDigest digest;
    private final FileChannel staging;
    private final long allowedLag;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    private long written;
    private long hashed;
    private boolean complete;
    private boolean ended;

    /**
     * @param digest belongs to this thread until {@link #finish} returns
     */
    DigestFollower(StagedDigest digest, FileChannel staging, long written) {
        this.digest = digest;
        this.staging = staging;
        this.written = written;
        this.hashed = digest.position();
        // One that starts far behind, after a restart, must not stop the client until it is there.
        this.allowedLag = Math.max(LAG, written - hashed);
    }

    DigestFollower start(Executor threads) {
        threads.execute(this);
        return this;
    }

    /** Tells of more bytes; waits while the digest is too far behind. */
    void written(long end) throws InterruptedIOException {
        lock.lock();
        try {
            written = end;
            moved.signalAll();
            while (!ended && written - hashed > allowedLag) {
                moved.await();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (InterruptedIOException) new InterruptedIOException("interrupted").initCause(e);
        } finally {
            lock.unlock();
        }
    }

    /** Waits until all that was written is in the digest, or could not be read. */
    void finish() {
        lock.lock();
        try {
            complete = true;
            moved.signalAll();
            while (!ended) {
                moved.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void run() {
        try {
            var buffer = ByteBuffer.allocateDirect(StagedDigest.STEP);
            for (long end = more(); end > digest.position(); end = more()) {
                digest.read(staging, end, buffer);
            }
        } catch (IOException _) {
            // The digest is right as far as it came; whoever needs it reads the rest, or fails.
        } finally {
            end();
        }
    }

    /** Where the next stride ends; where the digest stands already, when there is no more. */
    private long more() {
        lock.lock();
        try {
            hashed = digest.position();
            moved.signalAll();
            while (written == hashed && !complete) {
                moved.awaitUninterruptibly();
            }
            return Math.min(written, hashed + STRIDE);
        } finally {
            lock.unlock();
        }
    }

    private void end() {
        lock.lock();
        try {
            ended = true;
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
