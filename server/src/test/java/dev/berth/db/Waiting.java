package dev.berth.db;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waits in tests, which fail where nothing comes. */
final class Waiting {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private Waiting() {}

    static void at(CountDownLatch gate) {
        require(Turn.await(nanos -> gate.await(nanos, TimeUnit.NANOSECONDS), LIMIT));
    }

    static void forEnd(Thread thread) {
        require(Turn.await(nanos -> thread.join(Duration.ofNanos(nanos)), LIMIT));
    }

    /** Until a thread waits for its turn, or for something else for a limited time. */
    static void untilItWaits(Thread thread) {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (thread.getState() != Thread.State.TIMED_WAITING) {
            require(System.nanoTime() < end);
            Thread.onSpinWait();
        }
    }

    /** One that has begun, and waits for its turn. */
    static Thread thread(Runnable work) {
        var thread = Thread.ofPlatform().start(work);
        untilItWaits(thread);
        return thread;
    }

    private static void require(boolean hasCome) {
        if (!hasCome) {
            throw new AssertionError("nothing came within " + LIMIT);
        }
    }
}
