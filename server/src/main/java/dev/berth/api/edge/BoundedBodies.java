package dev.berth.api.edge;

import dev.berth.http.RequestBody;
import dev.berth.problem.Problem;
import dev.berth.problem.ProblemException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Reads whole bodies into memory, and bounds the memory of all that are under way. A body is
 * charged for what has arrived of it, at most for twice that, and is given up when it comes too
 * slowly: a request that only announces much keeps nobody out. Small bodies have a {@link Room} of
 * their own, so that they never wait for large ones.
 *
 * <p>A large body that is complete also needs the memory of what is decoded from it. Whoever has
 * that waits for nothing any more, and whoever waits for it is complete: there is no circle.
 */
public final class BoundedBodies {
    public static final long DEFAULT_BUDGET = 128L << 20;
    public static final Duration DEFAULT_PATIENCE = Duration.ofSeconds(10);

    /** What a small body costs for each byte, with what is decoded from it. */
    private static final double SMALL_COST = 2.5;

    /** What is decoded from a large body, for each byte of it. */
    private static final double DECODED_COST = 1.5;

    private static final int SMALL = 256 << 10;
    private static final int LARGEST = 30 << 20;
    private static final int FIRST_STEP = 64 << 10;
    private static final int LEAST_COST = 1024;
    private static final int UNIT = 1024;

    private final Duration patience;
    private final InstantSource clock;
    private final Room small;
    private final Room large;
    private final int decodedUnits;
    private final Semaphore decoded;

    /** While an array grows there are two of it; this is so for one body at a time. */
    private final ReentrantLock growing = new ReentrantLock();

    /** An eighth of the budget is for small bodies, three are for what large ones decode to. */
    public BoundedBodies(long budget, Duration patience, InstantSource clock) {
        this.patience = patience;
        this.clock = clock;
        this.small = new Room(budget / 8, Math.round(SMALL * SMALL_COST));
        this.decodedUnits = (int) Math.max(1, budget / 8 * 3 / UNIT);
        this.decoded = new Semaphore(decodedUnits, true);
        this.large = new Room(budget / 2, LARGEST);
    }

    public static BoundedBodies withDefaults(InstantSource clock) {
        return new BoundedBodies(DEFAULT_BUDGET, DEFAULT_PATIENCE, clock);
    }

    /** A body in memory; its room is free again when it is closed. */
    public final class Body implements AutoCloseable {
        private final boolean isSmall;
        private Room.@Nullable Place place;
        private int units;
        private byte[] bytes = new byte[0];

        private Body(boolean isSmall) {
            this.isSmall = isSmall;
        }

        @SuppressWarnings("EI_EXPOSE_REP") // shared on purpose: a copy would double the cost
        public byte[] bytes() {
            return bytes;
        }

        @Override
        public void close() {
            bytes = new byte[0];
            decoded.release(units);
            units = 0;
            if (place != null) {
                place.close();
            }
        }

        private void grow(int capacity) {
            if (place == null) {
                place = (isSmall ? small : large).enter();
            }
            long cost =
                    isSmall ? Math.max(LEAST_COST, Math.round(capacity * SMALL_COST)) : capacity;
            try {
                if (!place.grow(cost, patience)) {
                    throw new ProblemException(new Problem.Throttled());
                }
            } catch (InterruptedException e) {
                throw interrupted();
            }
            resize(capacity);
        }

        private void resize(int capacity) {
            if (isSmall) {
                bytes = Arrays.copyOf(bytes, capacity);
                return;
            }
            growing.lock();
            try {
                bytes = Arrays.copyOf(bytes, capacity);
            } finally {
                growing.unlock();
            }
        }

        private void complete(int length) {
            if (length < bytes.length) {
                resize(length);
            }
            if (isSmall) {
                return;
            }
            int wanted = (int) Math.min(Math.round(length * DECODED_COST) / UNIT, decodedUnits);
            try {
                if (!decoded.tryAcquire(wanted, patience.toMillis(), TimeUnit.MILLISECONDS)) {
                    throw new ProblemException(new Problem.Throttled());
                }
                units = wanted;
            } catch (InterruptedException e) {
                throw interrupted();
            }
        }
    }

    /** Reads all of a body; InvalidRequest when it is larger than {@code limit}. */
    public Body read(RequestBody source, int limit) {
        return read(source, limit, tooLarge(limit));
    }

    /**
     * Reads all of a body. Problems: {@code tooLarge} when it is larger than {@code limit},
     * Throttled when there is no room in time, BodyBroken when it does not arrive or too slowly.
     */
    public Body read(RequestBody source, int limit, Problem tooLarge) {
        long declared = source.declaredLength().orElse(limit);
        if (declared > limit) {
            throw new ProblemException(tooLarge);
        }
        var body = new Body(declared <= SMALL);
        try {
            readAll(source, body, (int) declared, tooLarge);
            return body;
        } catch (IOException e) {
            body.close();
            throw new ProblemException(
                    new Problem.BodyBroken("The request body did not arrive completely"));
        } catch (RuntimeException | Error e) {
            body.close();
            throw e;
        }
    }

    private void readAll(RequestBody source, Body body, int most, Problem tooLarge)
            throws IOException {
        var pace = new Pace(clock);
        int at = 0;
        for (ByteBuffer piece = source.next(); piece != null; piece = source.next()) {
            int count = piece.remaining();
            pace.arrived(count);
            if (count > most - at) {
                if (source.declaredLength().isPresent()) {
                    throw new IOException("more bytes than were declared");
                }
                throw new ProblemException(tooLarge);
            }
            if (at + count > body.bytes.length) {
                int doubled = Math.max(FIRST_STEP, 2 * body.bytes.length);
                int capacity = Math.min(most, Math.max(at + count, doubled));
                pace.pause(() -> body.grow(capacity));
            }
            piece.duplicate().get(body.bytes, at, count);
            at += count;
        }
        body.complete(at);
    }

    private static ProblemException interrupted() {
        Thread.currentThread().interrupt();
        return new ProblemException(new Problem.Throttled());
    }

    private static Problem tooLarge(int limit) {
        return new Problem.InvalidRequest(
                "The request body is larger than the limit of %d bytes".formatted(limit));
    }
}
