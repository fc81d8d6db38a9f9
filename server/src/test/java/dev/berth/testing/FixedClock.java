package dev.berth.testing;

import dev.berth.runtime.Clocks;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that stands still until it is moved. */
public final class FixedClock implements InstantSource {
    private final AtomicReference<Instant> now;

    public FixedClock() {
        this(Instant.parse("2026-01-02T03:04:05Z"));
    }

    public FixedClock(Instant now) {
        this.now = new AtomicReference<>(now);
    }

    /** Both clocks of a server as this one. */
    public Clocks clocks() {
        return new Clocks(this, this);
    }

    public void advance(Duration duration) {
        now.updateAndGet(before -> before.plus(duration));
    }

    @Override
    public Instant instant() {
        return now.get();
    }
}
