package dev.berth.testing;

import dev.berth.runtime.IdSource;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** Ids in order: the same in every run. */
public final class TestIds implements IdSource {
    private static final long VERSION_7 = 0x7000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    private final AtomicLong last = new AtomicLong();
    private final long space;

    public TestIds() {
        this(0);
    }

    /** Ids of another space meet no id of this one, on the same database. */
    public TestIds(int space) {
        this.space = VERSION_7 | (long) space << Integer.SIZE;
    }

    @Override
    public UUID next() {
        return new UUID(space, VARIANT | last.incrementAndGet());
    }
}
