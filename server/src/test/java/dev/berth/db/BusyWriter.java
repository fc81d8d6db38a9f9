package dev.berth.db;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.function.Function;

/** Someone who writes until this is closed, while others wait. */
final class BusyWriter implements AutoCloseable {
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch gate = new CountDownLatch(1);
    private final Thread thread;

    /**
     * @param write writes what it is given
     */
    BusyWriter(Consumer<Function<Tx, Boolean>> write) {
        thread =
                Thread.ofVirtual()
                        .start(() ->
                                write.accept(_ -> {
                                    begun.countDown();
                                    Waiting.at(gate);
                                    return true;
                                }));
        Waiting.at(begun);
    }

    /** Has all of these written in one group, and gives back what they threw. */
    static List<Throwable> inOneGroup(Database database, List<Runnable> writes) {
        var failures = Collections.synchronizedList(new ArrayList<Throwable>());
        var threads = new ArrayList<Thread>();
        try (var _ = new BusyWriter(database::write)) {
            for (Runnable write : writes) {
                threads.add(
                        Waiting.thread(() -> {
                            try {
                                write.run();
                            } catch (RuntimeException e) {
                                failures.add(e);
                            }
                        }));
            }
        }
        threads.forEach(Waiting::forEnd);
        return failures;
    }

    @Override
    public void close() {
        gate.countDown();
        Waiting.forEnd(thread);
    }
}
