package dev.berth.db;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One writer at a time. A caller who finds nobody writing does its work itself: waking a thread and
 * being woken by it costs as much as the writing. Those who come meanwhile wait for a thread that
 * takes all their work at once and commits once for all of them, again and again until nobody
 * waits: under load the disk is asked to be durable far less often than there are writes.
 */
final class GroupCommit {
    private static final Logger log = LoggerFactory.getLogger(GroupCommit.class);

    /** Bounds how long the first of a group waits for the last. */
    private static final int MAX_GROUP = 256;

    /** Who may use the connection. */
    private enum Writer {
        NOBODY,
        CALLER,
        THREAD
    }

    private final WriteGroup groups;
    private final Duration patience;
    private final Thread thread;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<Write<?>> queue = new ArrayDeque<>(); // guarded by lock
    private Writer writer = Writer.NOBODY; // guarded by lock
    private boolean closed; // guarded by lock

    /**
     * @param patience after so long a caller whose turn has not come is told so
     */
    GroupCommit(Connection connection, Duration patience) {
        this.groups = new WriteGroup(connection);
        this.patience = patience;
        thread = Thread.ofPlatform().name("database-writer").daemon().unstarted(this::loop);
    }

    void start() {
        thread.start();
    }

    <T> T run(Function<Tx, T> work, boolean durable) {
        var write = new Write<>(work, durable);
        if (isAlone(write)) {
            writeAlone(write);
        } else if (!isDone(write) && hasGivenUp(write)) {
            throw new DatabaseException("the database is overloaded");
        }
        return write.outcome.get();
    }

    private boolean isAlone(Write<?> write) {
        lock.lock();
        try {
            if (closed) {
                throw new DatabaseException("the database is closed");
            }
            if (writer == Writer.NOBODY) {
                writer = Writer.CALLER;
                return true;
            }
            queue.add(write);
            return false;
        } finally {
            lock.unlock();
        }
    }

    private void writeAlone(Write<?> write) {
        try {
            groups.write(List.of(write));
        } finally {
            passOn();
        }
    }

    private void passOn() {
        lock.lock();
        try {
            writer = queue.isEmpty() ? Writer.NOBODY : Writer.THREAD;
            if (writer == Writer.THREAD || closed) {
                changed.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean isDone(Write<?> write) {
        return Turn.await(nanos -> write.done.await(nanos, NANOSECONDS), patience);
    }

    /** What is being written is not given up: its caller has to learn what came of it. */
    private boolean hasGivenUp(Write<?> write) {
        lock.lock();
        try {
            if (queue.remove(write)) {
                return true;
            }
        } finally {
            lock.unlock();
        }
        while (!isDone(write)) {
            log.atWarn().log("a commit takes long");
        }
        return false;
    }

    private void loop() {
        for (List<Write<?>> group = take(); !group.isEmpty(); group = take()) {
            try {
                groups.write(group);
            } catch (RuntimeException | Error e) { // whoever comes next needs this thread
                log.atError().setCause(e).log("failed to write a group");
            } finally {
                group.forEach(write -> write.done.countDown());
            }
        }
        groups.close();
    }

    /** Waits until others do; empty when nobody will any more. */
    private List<Write<?>> take() {
        lock.lock();
        try {
            while (writer != Writer.THREAD || queue.isEmpty()) {
                if (writer == Writer.THREAD) {
                    writer = Writer.NOBODY;
                }
                if (closed && writer == Writer.NOBODY) {
                    return List.of();
                }
                changed.awaitUninterruptibly();
            }
            var group = new ArrayList<Write<?>>();
            while (!queue.isEmpty() && group.size() < MAX_GROUP) {
                group.add(queue.remove());
            }
            return group;
        } finally {
            lock.unlock();
        }
    }

    /** Finishes what was accepted, folds the log into the file and closes the connection. */
    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
        while (!Turn.await(nanos -> thread.join(Duration.ofNanos(nanos)), patience)) {
            log.atWarn().log("the database takes long to close");
        }
    }
}
