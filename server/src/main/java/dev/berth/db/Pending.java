package dev.berth.db;

import dev.berth.problem.Problem;
import dev.berth.problem.ProblemException;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/**
 * Work that a caller waits for while one of the database's threads does it. Either of the two
 * claims it: the thread to run it, or the caller who no longer wants to wait for its turn.
 */
final class Pending<T> {
    private static final long TURN_SECONDS = 30;

    private final Function<Tx, T> work;
    private final AtomicBoolean claimed = new AtomicBoolean();
    private final CountDownLatch done = new CountDownLatch(1);
    private @Nullable T value;
    private @Nullable Throwable failure;

    Pending(Function<Tx, T> work) {
        this.work = work;
    }

    boolean claim() {
        return claimed.compareAndSet(false, true);
    }

    /** Does the work and remembers what came of it; gives back why it failed, if it did. */
    @Nullable Throwable run(Tx tx) {
        try {
            value = work.apply(tx);
        } catch (Throwable e) { // an error of one caller's work must not end the others' thread
            failure = e;
        }
        return failure;
    }

    /** Its transaction failed; what failed by itself keeps its own reason. */
    void fail(Throwable cause) {
        if (failure == null) {
            failure = cause;
        }
    }

    /** Lets the caller go on. */
    void release() {
        done.countDown();
    }

    /**
     * Waits for the outcome. An interrupt does not end the wait: work that was begun may have been
     * committed, and its caller has to learn of it.
     */
    T await() {
        uninterruptibly(() -> {
            if (!done.await(TURN_SECONDS, TimeUnit.SECONDS)) {
                if (claim()) {
                    throw new DatabaseException("the database is overloaded");
                }
                done.await();
            }
        });
        return outcome();
    }

    /** Something that waits. */
    interface Wait {
        void run() throws InterruptedException;
    }

    static void uninterruptibly(Wait wait) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    wait.run();
                    return;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private T outcome() {
        switch (failure) {
            case null -> {}
            case SQLException e -> throw translated(e);
            case JdbiException e -> throw translated(e);
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            default -> throw new IllegalStateException(failure);
        }
        T result = value;
        if (result == null) {
            throw new IllegalStateException("work in a transaction may not return null");
        }
        return result;
    }

    private static RuntimeException translated(Exception failure) {
        return SqliteFailures.isFull(failure)
                ? new ProblemException(new Problem.StorageFull())
                : new DatabaseException("the database failed", failure);
    }
}
