package dev.berth.blob.file;

import dev.berth.blob.StagedBlob.HeldException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** One holder for each staging; whoever comes second waits, but not for ever. */
final class StagingLocks {
    private final ConcurrentHashMap<String, Entry> entries = new ConcurrentHashMap<>();
    private final Duration patience;

    StagingLocks(Duration patience) {
        this.patience = patience;
    }

    /** Closing it lets the next one in. */
    interface Held extends AutoCloseable {
        @Override
        void close();
    }

    /** How many hold or want it; an entry that nobody wants is gone. */
    private record Entry(Semaphore turn, int wanted) {
        Entry plus(int change) {
            return new Entry(turn, wanted + change);
        }
    }

    Held hold(String id) throws HeldException, InterruptedIOException {
        Semaphore turn = want(id);
        boolean held = false;
        try {
            held = turn.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (InterruptedIOException)
                    new InterruptedIOException("interrupted while waiting").initCause(e);
        } finally {
            if (!held) {
                unwant(id);
            }
        }
        if (!held) {
            throw new HeldException(id);
        }
        return () -> release(id, turn);
    }

    /** Empty when someone else holds it. */
    Optional<Held> tryHold(String id) {
        Semaphore turn = want(id);
        if (turn.tryAcquire()) {
            return Optional.of(() -> release(id, turn));
        }
        unwant(id);
        return Optional.empty();
    }

    private Semaphore want(String id) {
        return entries.merge(id, new Entry(new Semaphore(1), 1), (entry, _) -> entry.plus(1))
                .turn();
    }

    private void release(String id, Semaphore turn) {
        turn.release();
        unwant(id);
    }

    private void unwant(String id) {
        entries.computeIfPresent(id, (_, entry) -> entry.wanted() == 1 ? null : entry.plus(-1));
    }
}
