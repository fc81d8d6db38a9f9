package dev.berth.blob;

import static dev.berth.blob.TestBytes.broken;
import static dev.berth.blob.TestBytes.pieces;
import static dev.berth.blob.TestBytes.random;
import static dev.berth.blob.TestBytes.sha256;
import static dev.berth.blob.TestBytes.source;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What every {@link BlobStore} promises of bytes that are on their way into a blob. */
public interface StagedBlobContract {
    long UNLIMITED = Long.MAX_VALUE;

    BlobStore store();

    /** The same bytes, as the next process finds them. */
    BlobStore restarted() throws IOException;

    /** Makes what is staged idle for this long. */
    void pass(Duration time) throws IOException;

    @Test
    default void showsNothingBeforeTheCommit() throws IOException {
        byte[] bytes = random(2, 1_000);
        var key = BlobKey.shared(sha256(bytes));

        try (var staged = store().stage("a")) {
            staged.append(source(bytes), UNLIMITED);
            staged.digest(key.digest());
        }

        assertThat(store().open(key)).isEmpty();
        assertThat(store().contains(key)).isFalse();
    }

    /** In pieces and after a while: the first bytes of a staging may be treated on their own. */
    @Test
    default void givesBackWhatIsStaged() throws IOException {
        byte[] bytes = random(50, 40_000);
        for (int end : new int[] {0, 1, 7_000, 16_384, 16_385, 40_000}) {
            try (var staged = store().stage("a")) {
                int offset = Math.toIntExact(staged.offset());
                staged.append(pieces(bytes, offset, end - offset, 1_000), UNLIMITED);

                assertThat(bytesOf(staged)).isEqualTo(Arrays.copyOf(bytes, end));
            }
            try (var staged = store().stage("a")) {
                assertThat(bytesOf(staged)).isEqualTo(Arrays.copyOf(bytes, end));
            }
        }
    }

    private static byte[] bytesOf(StagedBlob staged) throws IOException {
        var content = staged.bytes();
        var bytes = new byte[content.remaining()];
        content.get(bytes);
        return bytes;
    }

    @Test
    default void refusesToCommitNothingAsSomething() throws IOException {
        var key = BlobKey.shared(sha256(random(24, 10)));

        try (var staged = store().stage("a")) {
            assertThatExceptionOfType(IllegalStateException.class)
                    .isThrownBy(() -> staged.commit(key));
        }

        assertThat(store().contains(key)).isFalse();
    }

    @Test
    default void forgetsWhatWasAbandoned() throws IOException {
        try (var staged = store().stage("a")) {
            staged.append(source(random(4, 100)), UNLIMITED);
            staged.abandon();
        }

        try (var staged = store().stage("a")) {
            assertThat(staged.offset()).isZero();
            assertThat(staged.digest(sha256(new byte[0]))).isEqualTo(sha256(new byte[0]));
        }
    }

    @Test
    default void continuesWhereItWasLeft() throws IOException {
        byte[] bytes = random(5, 5_000_000);
        try (var staged = store().stage("a")) {
            staged.append(pieces(bytes, 0, 3_000_000, 100_000), UNLIMITED);
        }

        try (var staged = store().stage("a")) {
            assertThat(staged.offset()).isEqualTo(3_000_000);
            staged.append(pieces(bytes, 3_000_000, 2_000_000, 70_000), UNLIMITED);

            assertThat(staged.digest(sha256(bytes))).isEqualTo(sha256(bytes));
        }
    }

    @Test
    default void continuesAfterARestart() throws IOException {
        byte[] bytes = random(6, 6_000_000);
        try (var staged = store().stage("a")) {
            staged.append(pieces(bytes, 0, 2_500_000, 100_000), UNLIMITED);
        }

        try (var staged = restarted().stage("a")) {
            assertThat(staged.offset()).isEqualTo(2_500_000);
            staged.append(pieces(bytes, 2_500_000, 3_500_000, 70_000), UNLIMITED);

            assertThat(staged.digest(sha256(bytes))).isEqualTo(sha256(bytes));
        }
    }

    @Test
    default void keepsWhatArrivedBeforeTheSourceBroke() throws IOException {
        byte[] bytes = random(7, 200_000);
        try (var staged = store().stage("a")) {
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() ->
                            staged.append(broken(pieces(bytes, 0, 150_000, 10_000)), UNLIMITED))
                    .withMessage("the client is gone");

            assertThat(staged.offset()).isEqualTo(150_000);
            staged.append(pieces(bytes, 150_000, 50_000, 10_000), UNLIMITED);
            assertThat(staged.digest(sha256(bytes))).isEqualTo(sha256(bytes));
        }
    }

    @Test
    default void keepsWhatFitsUnderTheLimit() throws IOException {
        byte[] bytes = random(8, 1_000);
        try (var staged = store().stage("a")) {
            assertThatExceptionOfType(StagedBlob.TooLargeException.class)
                    .isThrownBy(() -> staged.append(source(bytes), 999));

            assertThat(staged.offset()).isEqualTo(999);
            staged.append(pieces(bytes, 999, 1, 10), 1_000);
            assertThat(staged.digest(sha256(bytes))).isEqualTo(sha256(bytes));
        }
    }

    @Test
    default void takesBackWhatWasAppended() throws IOException {
        byte[] bytes = random(9, 100_000);
        try (var staged = store().stage("a")) {
            staged.append(pieces(bytes, 0, 60_000, 10_000), UNLIMITED);
            staged.append(source(random(10, 50_000)), UNLIMITED);

            staged.truncate(60_000);

            assertThat(staged.offset()).isEqualTo(60_000);
            staged.append(pieces(bytes, 60_000, 40_000, 10_000), UNLIMITED);
            assertThat(staged.digest(sha256(bytes))).isEqualTo(sha256(bytes));
        }
    }

    @Test
    default void takesBackMoreThanTheLastAppend() throws IOException {
        byte[] bytes = random(11, 100_000);
        try (var staged = store().stage("a")) {
            staged.append(pieces(bytes, 0, 60_000, 10_000), UNLIMITED);
            staged.append(pieces(bytes, 60_000, 40_000, 10_000), UNLIMITED);

            staged.truncate(10_000);

            staged.append(pieces(bytes, 10_000, 90_000, 10_000), UNLIMITED);
            assertThat(staged.digest(sha256(bytes))).isEqualTo(sha256(bytes));
        }
    }

    @Test
    default void takesPiecesThatAreNotDirect() throws IOException {
        byte[] bytes = random(13, 700_001);
        var pieces = new ArrayList<>(List.of(ByteBuffer.wrap(bytes, 0, 700_000)));
        pieces.add(ByteBuffer.wrap(bytes, 700_000, 1).asReadOnlyBuffer());
        try (var staged = store().stage("a")) {
            staged.append(() -> pieces.isEmpty() ? null : pieces.removeFirst(), UNLIMITED);

            assertThat(staged.digest(sha256(bytes))).isEqualTo(sha256(bytes));
        }
    }

    @Test
    default void letsASecondCallerWait() throws Exception {
        byte[] bytes = random(16, 1_000);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Long> second;
            try (var staged = store().stage("a")) {
                second = threads.submit(() -> offsetOf("a"));
                staged.append(source(bytes), UNLIMITED);
            }

            assertThat(second.get(60, TimeUnit.SECONDS)).isEqualTo(1_000);
        }
    }

    private long offsetOf(String id) throws IOException {
        try (var staged = store().stage(id)) {
            return staged.offset();
        }
    }

    @Test
    default void discardsWhatIsIdleAndNothingElse() throws IOException {
        try (var staged = store().stage("old")) {
            staged.append(source(random(17, 10)), UNLIMITED);
        }
        pass(Duration.ofHours(25));
        try (var staged = store().stage("new")) {
            staged.append(source(random(18, 20)), UNLIMITED);
        }

        int discarded = store().discardIdle(Duration.ofHours(24));

        assertThat(discarded).isEqualTo(1);
        assertThat(offsetOf("old")).isZero();
        assertThat(offsetOf("new")).isEqualTo(20);
    }

    @Test
    default void neverDiscardsWhatIsHeld() throws IOException {
        try (var staged = store().stage("a")) {
            staged.append(source(random(19, 100_000)), UNLIMITED);
            pass(Duration.ofHours(25));

            assertThat(store().discardIdle(Duration.ofHours(24))).isZero();
        }
        assertThat(offsetOf("a")).isEqualTo(100_000);
    }

    @Test
    default void discardsNothingWhereNothingWasStaged() throws IOException {
        assertThat(store().discardIdle(Duration.ZERO)).isZero();
    }
}
