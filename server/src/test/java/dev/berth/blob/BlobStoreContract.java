package dev.berth.blob;

import static dev.berth.blob.TestBytes.broken;
import static dev.berth.blob.TestBytes.digest;
import static dev.berth.blob.TestBytes.pieces;
import static dev.berth.blob.TestBytes.random;
import static dev.berth.blob.TestBytes.sha256;
import static dev.berth.blob.TestBytes.source;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.berth.oci.DigestAlgorithm;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What every {@link BlobStore} promises. */
public interface BlobStoreContract {
    long UNLIMITED = Long.MAX_VALUE;

    BlobStore store();

    /** The same bytes, as the next process finds them. */
    BlobStore restarted() throws IOException;

    /** Makes what is staged idle for this long. */
    void pass(Duration time) throws IOException;

    @Test
    default void givesBackWhatWasCommitted() throws IOException {
        byte[] bytes = random(1, 300_000);

        var key = commit(store(), "a", bytes);

        assertThat(read(store(), key)).isEqualTo(bytes);
        assertThat(store().contains(key)).isTrue();
    }

    @Test
    default void takesAnEmptyBlob() throws IOException {
        var key = commit(store(), "a", new byte[0]);

        assertThat(read(store(), key)).isEmpty();
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

    @Test
    default void removesWhatIsTakenForIt() throws IOException {
        var key = commit(store(), "a", random(20, 1_000));
        var reader = store().open(key).orElseThrow();

        try (var removal = store().tryRemove(key).orElseThrow()) {
            removal.remove();
        }

        assertThat(store().open(key)).isEmpty();
        assertThat(store().contains(key)).isFalse();
        assertThat(store().stat(key)).isEmpty();
        assertThat(reader.channel().size()).isEqualTo(1_000);
        reader.release();
        assertThat(read(store(), commit(store(), "b", random(20, 1_000)))).hasSize(1_000);
    }

    @Test
    default void removesNothingThatIsKept() throws IOException {
        var key = commit(store(), "a", random(21, 10));

        try (var _ = store().keep(key);
                var _ = store().keep(key)) {
            assertThat(store().tryRemove(key)).isEmpty();
        }
        store().keep(key).close();
        store().tryRemove(key).orElseThrow().close();
        store().tryRemove(key).orElseThrow().close();

        assertThat(store().contains(key)).isTrue();
    }

    @Test
    default void removesEachKeyForOneCallerAtATime() throws IOException {
        var key = commit(store(), "a", random(22, 10));

        try (var _ = store().tryRemove(key).orElseThrow()) {
            assertThat(store().tryRemove(key)).isEmpty();
            store().tryRemove(commit(store(), "b", random(23, 10))).orElseThrow().close();
        }
    }

    @Test
    default void listsWhatItHolds() throws Exception {
        var keys = new ArrayList<BlobKey>();
        for (int i = 0; i < 5; i++) {
            keys.add(commit(store(), "a" + i, random(30 + i, 10)));
        }
        byte[] bytes = random(40, 10);
        var elsewhere = new BlobKey("other", digest(DigestAlgorithm.SHA512, bytes));
        try (var staged = store().stage("b")) {
            staged.append(source(bytes), UNLIMITED);
            staged.commit(elsewhere);
        }
        keys.add(elsewhere);
        var listed = new ArrayList<BlobKey>();
        var sizes = new ArrayList<Integer>();

        store().list(
                        4,
                        some -> {
                            listed.addAll(some);
                            sizes.add(some.size());
                        });

        assertThat(listed).containsExactlyInAnyOrderElementsOf(keys);
        assertThat(sizes).containsExactly(4, 2);
        assertThat(store().stat(keys.getFirst()).orElseThrow().size()).isEqualTo(10);
    }

    @Test
    default void listsNothingBeforeTheFirstCommit() throws Exception {
        store().list(4, keys -> assertThat(keys).isEmpty());
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
    default void keepsDomainsApart() throws IOException {
        byte[] bytes = random(3, 100);
        commit(store(), "a", bytes);

        assertThat(store().contains(new BlobKey("other", sha256(bytes)))).isFalse();
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
    default void computesTheOtherAlgorithm() throws IOException {
        byte[] bytes = random(12, 3_000_000);
        var sha512 = digest(DigestAlgorithm.SHA512, bytes);
        try (var staged = store().stage("a")) {
            staged.append(source(bytes), UNLIMITED);

            assertThat(staged.digest(sha512)).isEqualTo(sha512);
            staged.commit(BlobKey.shared(sha512));
        }

        assertThat(read(store(), BlobKey.shared(sha512))).isEqualTo(bytes);
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
    default void keepsTheBlobThatIsThereAlready() throws IOException {
        byte[] bytes = random(14, 10_000);
        var key = commit(store(), "a", bytes);

        commit(store(), "b", bytes);

        assertThat(read(store(), key)).isEqualTo(bytes);
        try (var staged = store().stage("b")) {
            assertThat(staged.offset()).isZero();
        }
    }

    @Test
    default void takesTheSameBlobFromManyAtOnce() throws Exception {
        byte[] bytes = random(15, 400_000);
        var start = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var tasks = new ArrayList<Future<BlobKey>>();
            for (int i = 0; i < 16; i++) {
                String id = "upload-" + i;
                Callable<BlobKey> upload =
                        () -> {
                            start.await();
                            return commit(store(), id, bytes);
                        };
                tasks.add(threads.submit(upload));
            }
            start.countDown();
            for (var task : tasks) {
                assertThat(task.get(60, TimeUnit.SECONDS).digest()).isEqualTo(sha256(bytes));
            }
        }

        assertThat(read(store(), BlobKey.shared(sha256(bytes)))).isEqualTo(bytes);
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

    @Test
    default void readsGoOnAfterOthersLetGo() throws IOException {
        byte[] bytes = random(20, 5_000);
        var key = commit(store(), "a", bytes);
        var first = store().open(key).orElseThrow();
        var second = store().open(key).orElseThrow();

        first.release();

        assertThat(bytesOf(second)).isEqualTo(bytes);
        second.release();
    }

    static BlobKey commit(BlobStore store, String id, byte[] bytes) throws IOException {
        var key = BlobKey.shared(sha256(bytes));
        try (var staged = store.stage(id)) {
            staged.append(source(bytes), UNLIMITED);
            assertThat(staged.digest(key.digest())).isEqualTo(key.digest());
            staged.commit(key);
        }
        return key;
    }

    static byte[] read(BlobStore store, BlobKey key) throws IOException {
        var blob = store.open(key).orElseThrow();
        try {
            return bytesOf(blob);
        } finally {
            blob.release();
        }
    }

    static byte[] bytesOf(OpenBlob blob) throws IOException {
        var bytes = ByteBuffer.allocate(Math.toIntExact(blob.size()));
        while (bytes.hasRemaining() && blob.channel().read(bytes, bytes.position()) >= 0) {}
        return bytes.array();
    }
}
