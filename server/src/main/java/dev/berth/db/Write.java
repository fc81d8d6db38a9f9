package dev.berth.db;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;

/** Work that waits to be written, for whoever writes to do and its caller to hear of. */
final class Write<T> {
    final Outcome<T> outcome;
    final boolean durable;

    /** Opens when it was done, whatever came of it. */
    final CountDownLatch done = new CountDownLatch(1);

    /** What it wants done once it is durable. */
    List<Runnable> afterCommit = List.of();

    Write(Function<Tx, T> work, boolean durable) {
        this.outcome = new Outcome<>(work);
        this.durable = durable;
    }
}
