package dev.berth.api.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.http.RequestBody;
import dev.berth.problem.Problem;
import dev.berth.problem.ProblemException;
import dev.berth.testing.FixedClock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BoundedBodiesTest {
    private static final int PART = 28 << 20;
    private static final int LIMIT = 4 << 20;
    private static final int LARGE = 1 << 20;

    private final FixedClock clock = new FixedClock();

    /** Room for two large bodies of which one is decoded, and no patience. */
    private final BoundedBodies bodies = new BoundedBodies(4L << 20, Duration.ZERO, clock);

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void putsThePiecesTogether() {
        try (var body = bodies.read(pieces(OptionalLong.of(5), "ab", "cde"), LIMIT)) {
            assertThat(body.bytes()).asString().isEqualTo("abcde");
        }
    }

    @Test
    void readsABodyWithoutALength() {
        try (var body = bodies.read(pieces(OptionalLong.empty(), "ab", "cde"), LARGE / 2)) {
            assertThat(body.bytes()).asString().isEqualTo("abcde");
        }
    }

    @Test
    void refusesABodyThatSaysItIsTooLargeBeforeReadingIt() {
        assertRefused(unreadable(LIMIT + 1L), Problem.InvalidRequest.class);
    }

    @Test
    void refusesABodyThatTurnsOutTooLarge() {
        assertThatThrownBy(() -> bodies.read(pieces(OptionalLong.empty(), "abc", "def"), 5))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem()).isInstanceOf(Problem.InvalidRequest.class));
    }

    @Test
    void refusesMoreBytesThanWereDeclared() {
        assertRefused(pieces(OptionalLong.of(3), "ab", "cde"), Problem.BodyBroken.class);
    }

    @Test
    void refusesABodyThatBreaks() {
        assertRefused(unreadable(10), Problem.BodyBroken.class);
    }

    @Test
    void throttlesWhatHasNoRoom() {
        var first = bodies.read(large(), LIMIT);

        assertRefused(large(), Problem.Throttled.class);

        first.close();
        bodies.read(large(), LIMIT).close();
    }

    @Test
    void letsSmallBodiesPassWhileLargeOnesFillTheirRoom() {
        try (var _ = bodies.read(large(), LIMIT);
                var small = bodies.read(pieces(OptionalLong.of(2), "ok"), LIMIT)) {
            assertThat(small.bytes()).asString().isEqualTo("ok");
        }
    }

    @Test
    void givesTheRoomBackWhenABodyBreaks() {
        assertRefused(unreadable(LARGE), Problem.BodyBroken.class);

        bodies.read(large(), LIMIT).close();
    }

    @Test
    void waitsForRoom() throws Exception {
        var patient = new BoundedBodies(4L << 20, Duration.ofMinutes(1), clock);
        var first = patient.read(large(), LIMIT);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var second = CompletableFuture.supplyAsync(() -> patient.read(large(), LIMIT), threads);

            first.close();

            assertThat(second.get(1, TimeUnit.MINUTES).bytes()).hasSize(LARGE);
        }
    }

    @Test
    void readsABodyThatIsLargerThanTheWholeBudgetAlone() {
        try (var body = new BoundedBodies(LARGE, Duration.ZERO, clock).read(large(), LIMIT)) {
            assertThat(body.bytes()).hasSize(LARGE);
        }
    }

    @Test
    void isNotFilledByWhatIsOnlyAnnounced() {
        var enough = BoundedBodies.withDefaults(clock);
        for (int i = 0; i < 50; i++) {
            holdOpen(enough, 40_000, PART);
        }

        try (var body = enough.read(RequestBody.of(ByteBuffer.allocate(PART)), PART)) {
            assertThat(body.bytes()).hasSize(PART);
        }
    }

    @Test
    void readsTwoLargestPartsAtATime() {
        var enough = new BoundedBodies(BoundedBodies.DEFAULT_BUDGET, Duration.ZERO, clock);
        holdOpen(enough, PART - 1, PART);

        enough.read(RequestBody.of(ByteBuffer.allocate(PART)), PART).close();
    }

    @Test
    void finishesTheOldestWhenAllAreHalfRead() {
        var full = new BoundedBodies(4L << 20, Duration.ZERO, clock);
        var oldest = holdOpen(full, LARGE / 2, LARGE);
        for (int i = 0; i < 2; i++) {
            holdOpen(full, LARGE / 2, LARGE);
        }
        assertThatThrownBy(() -> full.read(large(), LARGE)).isInstanceOf(ProblemException.class);

        oldest.arrive(LARGE / 2);

        oldest.awaitRead().close();
    }

    @Test
    void givesUpABodyThatComesTooSlowly() {
        assertRefused(trickling(Pace.LEAST_RATE - 1), Problem.BodyBroken.class);

        bodies.read(trickling(Pace.LEAST_RATE), LIMIT).close();
    }

    /** A second passes before each piece. */
    private RequestBody trickling(int pieceSize) {
        return new RequestBody() {
            private int left = 12;

            @Override
            public OptionalLong declaredLength() {
                return OptionalLong.of(12L * pieceSize);
            }

            @Override
            public @Nullable ByteBuffer next() {
                clock.advance(Duration.ofSeconds(1));
                return left-- > 0 ? ByteBuffer.allocate(pieceSize) : null;
            }
        };
    }

    /** Begins a body of which so much has arrived. */
    private Arriving holdOpen(BoundedBodies bodies, int arrived, int declared) {
        var body = new Arriving(declared);
        body.arrive(arrived);
        body.readBy(bodies, threads);
        return body;
    }

    private void assertRefused(RequestBody source, Class<? extends Problem> problem) {
        assertThatThrownBy(() -> bodies.read(source, LIMIT))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.problem()).isInstanceOf(problem));
    }

    private static RequestBody large() {
        return RequestBody.of(ByteBuffer.allocate(LARGE));
    }

    private static RequestBody pieces(OptionalLong length, String... texts) {
        Iterator<String> left = List.of(texts).iterator();
        return new RequestBody() {
            @Override
            public OptionalLong declaredLength() {
                return length;
            }

            @Override
            public @Nullable ByteBuffer next() {
                return left.hasNext()
                        ? ByteBuffer.wrap(left.next().getBytes(StandardCharsets.US_ASCII))
                        : null;
            }
        };
    }

    private static RequestBody unreadable(long length) {
        return new RequestBody() {
            @Override
            public OptionalLong declaredLength() {
                return OptionalLong.of(length);
            }

            @Override
            public ByteBuffer next() throws IOException {
                throw new IOException("the client is gone");
            }
        };
    }

    /** A body that arrives when the test says so. */
    private static final class Arriving implements RequestBody {
        private final int declared;
        private final BlockingQueue<ByteBuffer> pieces = new LinkedBlockingQueue<>();
        private final CountDownLatch taken = new CountDownLatch(2);
        private final CompletableFuture<BoundedBodies.Body> read = new CompletableFuture<>();
        private int left;

        private Arriving(int declared) {
            this.declared = declared;
            this.left = declared;
        }

        void arrive(int count) {
            pieces.add(ByteBuffer.allocate(count));
        }

        /** Returns when what has arrived is in memory: the next piece is asked for. */
        void readBy(BoundedBodies bodies, ExecutorService threads) {
            threads.execute(() -> {
                try {
                    read.complete(bodies.read(this, declared));
                } catch (RuntimeException e) {
                    read.completeExceptionally(e);
                    taken.countDown();
                    taken.countDown();
                }
            });
            try {
                assertThat(taken.await(1, TimeUnit.MINUTES)).isTrue();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        BoundedBodies.Body awaitRead() {
            return read.orTimeout(1, TimeUnit.MINUTES).join();
        }

        @Override
        public OptionalLong declaredLength() {
            return OptionalLong.of(declared);
        }

        @Override
        public @Nullable ByteBuffer next() throws IOException {
            taken.countDown();
            if (left == 0) {
                return null;
            }
            try {
                ByteBuffer piece = pieces.take();
                left -= piece.remaining();
                return piece;
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
    }
}
