package dev.berth.blob;

import static dev.berth.blob.TestBlobs.bytesOf;
import static dev.berth.blob.TestBlobs.commit;
import static dev.berth.blob.TestBlobs.read;
import static dev.berth.blob.TestBytes.digest;
import static dev.berth.blob.TestBytes.random;
import static dev.berth.blob.TestBytes.sha256;
import static dev.berth.blob.TestBytes.source;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.oci.DigestAlgorithm;
import java.io.IOException;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * What every {@link BlobStore} promises of its blobs, besides what it promises of those to come.
 */
public interface BlobStoreContract extends StagedBlobContract {
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
    default void keepsDomainsApart() throws IOException {
        byte[] bytes = random(3, 100);
        commit(store(), "a", bytes);

        assertThat(store().contains(new BlobKey("other", sha256(bytes)))).isFalse();
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
    default void readsGoOnAfterOthersLetGo() throws IOException {
        byte[] bytes = random(20, 5_000);
        var key = commit(store(), "a", bytes);
        var first = store().open(key).orElseThrow();
        var second = store().open(key).orElseThrow();

        first.release();

        assertThat(bytesOf(second)).isEqualTo(bytes);
        second.release();
    }
}
