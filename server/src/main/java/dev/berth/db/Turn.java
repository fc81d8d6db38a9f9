package dev.berth.db;

import java.time.Duration;

/** How callers wait for their turn at the database. */
final class Turn {
    /** After so long a caller is told that the database is overloaded. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Something that waits, and tells whether what it waited for has come. */
    interface Wait {
        boolean await(long nanos) throws InterruptedException;
    }

    private Turn() {}

    /**
     * Waits, though the thread be interrupted: work that was begun may have been committed, and its
     * caller has to learn of it. False when it did not come in time.
     */
    static boolean await(Wait wait, Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return wait.await(end - System.nanoTime());
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
}
