package dev.berth.collect;

import static dev.berth.blob.TestBytes.random;
import static dev.berth.blob.TestBytes.sha256;
import static dev.berth.blob.TestBytes.source;
import static dev.berth.collect.CollectFixture.DELAY;
import static dev.berth.collect.CollectFixture.GRACE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.berth.blob.BlobKey;
import dev.berth.layer.Swept;
import dev.berth.oci.Digest;
import dev.berth.repository.Repository;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens to a blob that is pushed, mounted or asked for while it is being collected. */
class CollectionRaceTest {
    private static final byte[] BYTES = random(1, 1_000);
    private static final Digest DIGEST = sha256(BYTES);
    private static final int PATIENCE_SECONDS = 60;

    @TempDir Path data;
    private CollectFixture berth;
    private Repository repository;
    private Repository other;

    @BeforeEach
    void start() {
        berth = new CollectFixture(data);
        repository = berth.repository("app");
        other = berth.repository("other");
    }

    @AfterEach
    void stop() throws IOException {
        berth.close();
    }

    @Test
    void aManifestFindsWhatItsClientWasToldOf() throws Exception {
        berth.upload(repository, BYTES);
        assertThat(berth.isHere(repository, DIGEST)).isTrue();
        berth.clock.advance(GRACE);
        assertThat(berth.isHere(repository, DIGEST)).isTrue();

        berth.collect();
        berth.push(repository, DIGEST);

        berth.collectAfter(DELAY);
        assertThat(berth.read(repository, DIGEST)).isEqualTo(BYTES);
    }

    /**
     * The answer came from memory while the link was condemned, and was noted too late for that.
     */
    @Test
    void anAnswerDuringTheCollectionRevivesTheLink() throws Exception {
        berth.upload(repository, BYTES);
        berth.collectAfter(GRACE);
        berth.clock.advance(Duration.ofMillis(1));
        berth.features.layers().wanted().note(repository, DIGEST);

        berth.collectAfter(DELAY);

        berth.push(repository, DIGEST);
        assertThat(berth.read(repository, DIGEST)).isEqualTo(BYTES);
    }

    @Test
    void theCollectionPassesOverWhatAnUploadIsAboutToLink() throws Exception {
        makeDueForSweep();
        var kept = new CountDownLatch(1);
        var swept = new CountDownLatch(1);
        berth.blobs.afterKeep(() -> {
            kept.countDown();
            await(swept);
        });

        var upload = start(() -> berth.upload(other, BYTES));
        await(kept);
        assertThat(berth.collect().blobs()).isEqualTo(new Swept(0, 0));
        swept.countDown();
        finish(upload);

        assertThat(berth.collectAfter(DELAY).blobs()).isEqualTo(new Swept(0, 0));
        assertThat(berth.read(other, DIGEST)).isEqualTo(BYTES);
    }

    @Test
    void anUploadBringsBackWhatIsBeingSwept() throws Exception {
        makeDueForSweep();
        var taken = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        berth.blobs.afterTake(() -> {
            taken.countDown();
            await(goOn);
        });

        var collection = start(berth::collect);
        await(taken);
        var upload = start(() -> berth.upload(other, BYTES));
        waits(upload);
        goOn.countDown();
        assertThat(finish(collection).blobs()).isEqualTo(new Swept(1, 1_000));
        finish(upload);

        assertThat(berth.read(other, DIGEST)).isEqualTo(BYTES);
        assertThat(berth.rows("blob WHERE condemned_at IS NULL")).isOne();
    }

    @Test
    void anUploadBringsBackWhatLacksOnlyItsRow() throws Exception {
        makeDueForSweep();
        var rowIsGone = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        berth.blobs.beforeRemove(() -> {
            rowIsGone.countDown();
            await(goOn);
        });

        var collection = start(berth::collect);
        await(rowIsGone);
        var upload = start(() -> berth.upload(other, BYTES));
        waits(upload);
        goOn.countDown();
        finish(collection);
        finish(upload);

        assertThat(berth.read(other, DIGEST)).isEqualTo(BYTES);
    }

    /** Condemned, not linked, and the delay is over. */
    private void makeDueForSweep() throws InterruptedException {
        berth.upload(repository, BYTES);
        berth.collectAfter(GRACE);
        berth.collectAfter(DELAY);
        berth.clock.advance(DELAY);
        assertThat(berth.rows("blob WHERE condemned_at IS NOT NULL")).isOne();
    }

    @Test
    void twoUploadsOfTheSameBytesEndAtTheSameMoment() throws Exception {
        var both = new CyclicBarrier(2);
        berth.blobs.afterKeep(() -> await(both));

        var one = start(() -> berth.upload(repository, BYTES));
        var two = start(() -> berth.upload(other, BYTES));
        finish(one);
        finish(two);

        assertThat(berth.read(repository, DIGEST)).isEqualTo(BYTES);
        assertThat(berth.read(other, DIGEST)).isEqualTo(BYTES);
        assertThat(berth.files()).isOne();
        assertThat(data.resolve("staging")).isEmptyDirectory();
    }

    @Test
    void whatACrashLeavesWithoutARowGoesLater() throws Exception {
        makeDueForSweep();
        berth.blobs.beforeRemove(() -> {
            throw new IllegalStateException("crash");
        });
        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(berth::collect);
        assertThat(berth.rows("blob")).isZero();
        assertThat(berth.files()).isOne();
        berth.blobs.beforeRemove(() -> {});

        assertThat(berth.features.collection().runOnOrphans()).isEqualTo(new Swept(1, 1_000));

        assertThat(berth.files()).isZero();
    }

    @Test
    void bytesThatLackTheirRowAreKeptWhileTheyAreYoung() throws Exception {
        commitWithoutARow();

        assertThat(berth.features.collection().runOnOrphans()).isEqualTo(new Swept(0, 0));
        berth.clock.advance(DELAY);
        assertThat(berth.features.collection().runOnOrphans()).isEqualTo(new Swept(1, 1_000));
    }

    @Test
    void bytesThatLackTheirRowAreKeptWhileAnUploadIsAboutToNameThem() throws Exception {
        commitWithoutARow();
        berth.clock.advance(DELAY);
        var kept = new CountDownLatch(1);
        var swept = new CountDownLatch(1);
        berth.blobs.afterKeep(() -> {
            kept.countDown();
            await(swept);
        });

        var upload = start(() -> berth.upload(repository, BYTES));
        await(kept);
        assertThat(berth.features.collection().runOnOrphans()).isEqualTo(new Swept(0, 0));
        swept.countDown();
        finish(upload);

        assertThat(berth.read(repository, DIGEST)).isEqualTo(BYTES);
    }

    /** The upload names the bytes after the collection saw that nobody did. */
    @Test
    void bytesThatWereNamedMeanwhileAreNoOrphans() throws Exception {
        commitWithoutARow();
        berth.clock.advance(DELAY);
        berth.blobs.afterStat(() -> berth.upload(repository, BYTES));

        assertThat(berth.features.collection().runOnOrphans()).isEqualTo(new Swept(0, 0));

        assertThat(berth.read(repository, DIGEST)).isEqualTo(BYTES);
    }

    private void commitWithoutARow() throws IOException {
        try (var staged = berth.blobs.stage("crashed")) {
            staged.append(source(BYTES), BYTES.length);
            staged.commit(BlobKey.shared(DIGEST));
        }
    }

    private static <T> Running<T> start(Callable<T> work) {
        var task = new FutureTask<>(work);
        return new Running<>(task, Thread.ofPlatform().daemon().start(task));
    }

    private record Running<T>(FutureTask<T> task, Thread thread) {}

    private static <T> T finish(Running<T> running) throws Exception {
        return running.task().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** Until it waits for the key, for which alone it waits with a limit. */
    private static void waits(Running<?> running) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!isWaitingForKey(running.thread())) {
            assertThat(running.task().isDone()).isFalse();
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.onSpinWait();
        }
    }

    private static boolean isWaitingForKey(Thread thread) {
        for (var frame : thread.getStackTrace()) {
            if (frame.getClassName().equals("dev.berth.blob.KeyLocks")) {
                return thread.getState() == Thread.State.TIMED_WAITING;
            }
        }
        return false;
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
