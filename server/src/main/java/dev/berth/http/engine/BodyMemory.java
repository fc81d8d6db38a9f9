package dev.berth.http.engine;

import io.netty.util.internal.PlatformDependent;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the bodies of all connections hold, and how much a single one may hold in view of it. A body
 * beyond its allowance is not read until its handler has taken enough, so it suffices that a
 * handler that waits with empty hands always gets one more read.
 */
final class BodyMemory {
    private final int mostEach;
    private final int leastEach;
    private final long scarce;
    private final long full;
    private final AtomicLong held = new AtomicLong();

    /**
     * @param mostEach for each body while there is plenty
     * @param leastEach for each body once two thirds of {@code full} are held
     * @param full when held, nothing is read but what a handler waits for
     */
    BodyMemory(int mostEach, int leastEach, long full) {
        this.mostEach = mostEach;
        this.leastEach = Math.min(mostEach, leastEach);
        this.scarce = full / 3 * 2;
        this.full = full;
    }

    /** Three quarters of what may be allocated outside of the heap: the rest is for answers. */
    static long ofThisMachine() {
        return PlatformDependent.maxDirectMemory() / 4 * 3;
    }

    /** What a body may hold before it is no longer read. */
    int allowance() {
        long now = held.get();
        if (now >= full) {
            return 0;
        }
        return now >= scarce ? leastEach : mostEach;
    }

    void change(int bytes) {
        held.addAndGet(bytes);
    }

    long held() {
        return held.get();
    }
}
