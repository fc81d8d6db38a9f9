package dev.berth.api.edge;

import java.time.Duration;
import java.util.Comparator;
import java.util.TreeSet;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Room that grows with what it holds. One share, enough for the largest, is the oldest's alone; all
 * others live from the rest, in the order of their age. So the oldest never waits, and nobody
 * forever: whoever leaves makes the next one the oldest, and gives its room back to the rest.
 */
final class Room {
    private final long share;
    private final long rest;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    // guarded by lock, as are all below
    private final TreeSet<Place> places = new TreeSet<>(Comparator.comparingLong(p -> p.number));
    private final TreeSet<Place> waiting = new TreeSet<>(Comparator.comparingLong(p -> p.number));
    private long entered;
    private long held;

    /**
     * A room of so many bytes.
     *
     * @param largest what one place may want; in a room of less than twice that, a place that wants
     *     more than half of it is charged for half
     */
    Room(long bytes, long largest) {
        this.share = Math.min(largest, bytes / 2);
        this.rest = bytes - share;
    }

    Place enter() {
        lock.lock();
        try {
            var place = new Place(entered++);
            places.add(place);
            return place;
        } finally {
            lock.unlock();
        }
    }

    /** What one body has of the room. */
    final class Place implements AutoCloseable {
        private final long number;
        private long own;

        private Place(long number) {
            this.number = number;
        }

        /**
         * Takes as much as is missing to {@code bytes}; false when there was not enough in time.
         */
        boolean grow(long bytes, Duration patience) throws InterruptedException {
            long wanted = Math.min(bytes, share);
            lock.lock();
            try {
                waiting.add(this);
                long left = patience.toNanos();
                while (!fits(wanted)) {
                    if (left <= 0) {
                        return false;
                    }
                    left = changed.awaitNanos(left);
                }
                held += Math.max(0, wanted - own);
                own = Math.max(own, wanted);
                return true;
            } finally {
                waiting.remove(this);
                if (!waiting.isEmpty()) {
                    changed.signalAll();
                }
                lock.unlock();
            }
        }

        private boolean fits(long wanted) {
            Place oldest = places.first();
            return this == oldest
                    || wanted <= own
                    || (this == waiting.first() && held - oldest.own - own + wanted <= rest);
        }

        @Override
        public void close() {
            lock.lock();
            try {
                if (places.remove(this)) {
                    held -= own;
                    own = 0;
                    changed.signalAll();
                }
            } finally {
                lock.unlock();
            }
        }
    }
}
