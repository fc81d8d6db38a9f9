package dev.berth.blob;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Who keeps the bytes of a key, and who removes them: many may keep, one removes, never both. Of
 * this process alone. Removing never waits for keeping; keeping waits while bytes are being
 * removed.
 */
public final class KeyLocks {
    private final ConcurrentHashMap<BlobKey, Hold> holds = new ConcurrentHashMap<>();
    private final Duration patience;

    /**
     * @param patience how long keeping waits for a removal under way
     */
    public KeyLocks(Duration patience) {
        this.patience = patience;
    }

    /** Closing it lets the key go. */
    public interface Held extends AutoCloseable {
        @Override
        void close();
    }

    private sealed interface Hold {
        record Kept(int by) implements Hold {}

        record Removing(CountDownLatch end) implements Hold {}
    }

    /**
     * Keeps what lies under the key, or nothing, as it is but for commits.
     *
     * @throws StagedBlob.HeldException when it is being removed for longer than a caller waits
     */
    public Held keep(BlobKey key) throws IOException {
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            var hold = holds.compute(key, (_, now) -> oneMore(now));
            if (!(hold instanceof Hold.Removing(CountDownLatch removed))) {
                return () -> holds.computeIfPresent(key, (_, now) -> oneLess(now));
            }
            await(removed, end - System.nanoTime(), key);
        }
    }

    private static Hold oneMore(@Nullable Hold now) {
        return switch (now) {
            case null -> new Hold.Kept(1);
            case Hold.Kept(int by) -> new Hold.Kept(by + 1);
            case Hold.Removing removing -> removing;
        };
    }

    private static @Nullable Hold oneLess(Hold now) {
        return switch (now) {
            case Hold.Kept(int by) -> by == 1 ? null : new Hold.Kept(by - 1);
            case Hold.Removing _ ->
                    throw new IllegalStateException("a key that is kept is being removed");
        };
    }

    private static void await(CountDownLatch removed, long nanos, BlobKey key) throws IOException {
        try {
            if (!removed.await(nanos, TimeUnit.NANOSECONDS)) {
                throw new StagedBlob.HeldException(key.digest().toString());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (InterruptedIOException)
                    new InterruptedIOException("interrupted while waiting").initCause(e);
        }
    }

    /** Takes the key for a removal; empty while anyone else holds it. */
    public Optional<Held> tryRemove(BlobKey key) {
        var removing = new Hold.Removing(new CountDownLatch(1));
        if (holds.putIfAbsent(key, removing) != null) {
            return Optional.empty();
        }
        return Optional.of(() -> {
            holds.remove(key, removing);
            removing.end().countDown();
        });
    }
}
