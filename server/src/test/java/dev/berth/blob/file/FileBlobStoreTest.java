package dev.berth.blob.file;

import static dev.berth.blob.TestBytes.random;
import static dev.berth.blob.TestBytes.sha256;
import static dev.berth.blob.TestBytes.source;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.berth.blob.BlobKey;
import dev.berth.blob.BlobStore;
import dev.berth.blob.BlobStoreContract;
import dev.berth.blob.OpenBlob;
import dev.berth.blob.StagedBlob;
import dev.berth.blob.TestBlobs;
import dev.berth.runtime.MemoryOnlyThread;
import dev.berth.runtime.WouldBlock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileBlobStoreTest implements BlobStoreContract {
    @TempDir Path data;

    private final ArrayList<FileBlobStore> stores = new ArrayList<>();

    @AfterEach
    void close() {
        stores.forEach(FileBlobStore::close);
    }

    @Override
    public BlobStore store() {
        return stores.isEmpty() ? restarted() : stores.getLast();
    }

    @Override
    public BlobStore restarted() {
        return storeWithPatience(Duration.ofMinutes(1));
    }

    private BlobStore storeWithPatience(Duration patience) {
        stores.add(
                new FileBlobStore(
                        data,
                        new Surroundings(
                                Instant::now,
                                2,
                                patience,
                                Surroundings.ofMachine(Instant::now).opener(),
                                _ -> Long.MAX_VALUE)));
        return stores.getLast();
    }

    /** The machine dates the files: what passes makes those that are there older. */
    @Override
    public void pass(Duration time) throws IOException {
        try (var files = Files.newDirectoryStream(data.resolve("staging"))) {
            for (Path file : files) {
                var then = Files.getLastModifiedTime(file).toInstant().minus(time);
                Files.setLastModifiedTime(file, FileTime.from(then));
            }
        }
    }

    @Test
    void putsABlobWhereItsDigestSays() throws IOException {
        byte[] bytes = random(1, 10);

        TestBlobs.commit(store(), "a", bytes);

        String hex = sha256(bytes).hex();
        assertThat(data.resolve("blobs/default/sha256/" + hex.substring(0, 2) + "/" + hex))
                .hasBinaryContent(bytes);
        assertThat(data.resolve("staging")).isEmptyDirectory();
    }

    @Test
    void refusesNamesThatLeadElsewhere() {
        for (String id : new String[] {"../a", "", ".", "a/b", "a\0", "-"}) {
            assertThatExceptionOfType(IllegalArgumentException.class)
                    .isThrownBy(() -> store().stage(id).close());
        }
    }

    @Test
    void givesUpWhenAStagingIsHeldForTooLong() throws IOException {
        var store = storeWithPatience(Duration.ofMillis(50));
        try (var _ = store.stage("a")) {
            assertThatExceptionOfType(StagedBlob.HeldException.class)
                    .isThrownBy(() -> store.stage("a").close());
        }
        store.stage("a").close();
    }

    @Test
    void answersFromMemoryForABlobThatWasReadBefore() throws Exception {
        byte[] bytes = random(2, 10);
        var key = TestBlobs.commit(store(), "a", bytes);
        store().open(key).orElseThrow().release();

        byte[] read = onMemoryOnlyThread(() -> TestBlobs.read(store(), key));

        assertThat(read).isEqualTo(bytes);
        assertThat(onMemoryOnlyThread(() -> store().contains(key))).isTrue();
    }

    @Test
    void doesNotTouchTheDiskOnAThreadThatMayNot() {
        var key = BlobKey.shared(sha256(random(3, 10)));

        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> onMemoryOnlyThread(() -> store().open(key)))
                .withCauseInstanceOf(WouldBlock.class);
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> onMemoryOnlyThread(() -> store().contains(key)))
                .withCauseInstanceOf(WouldBlock.class);
    }

    @Test
    void opensAgainWhatAnInterruptClosed() throws IOException {
        byte[] bytes = random(4, 10);
        var key = TestBlobs.commit(store(), "a", bytes);
        var blob = store().open(key).orElseThrow();
        blob.channel().close();
        blob.release();

        assertThat(TestBlobs.read(store(), key)).isEqualTo(bytes);
    }

    @Test
    void keepsABlobOpenThatTheCacheLetGo() throws IOException {
        byte[] bytes = random(5, 10);
        var key = TestBlobs.commit(store(), "a", bytes);
        var files = new OpenFiles(2);
        var blob = files.open(key, new BlobPaths(data).blob(key)).orElseThrow();

        files.close();

        assertThat(TestBlobs.bytesOf(blob)).isEqualTo(bytes);
        blob.release();
        assertThat(blob.channel().isOpen()).isFalse();
    }

    /** Who opened it before it was removed may be about to remember it. */
    @Test
    void doesNotTakeABlobForThereThatWasRemovedWhileItWasOpened() throws Exception {
        byte[] bytes = random(1, 10);
        var key = BlobKey.shared(sha256(bytes));
        TestBlobs.commit(store(), "a", bytes);
        Path file = new BlobPaths(data).blob(key);

        for (int round = 0; round < 3_000; round++) {
            Files.write(file, bytes);
            var begun = new CountDownLatch(1);
            var reader =
                    Thread.ofPlatform()
                            .start(
                                    new FutureTask<>(() -> {
                                        begun.countDown();
                                        store().open(key).ifPresent(OpenBlob::release);
                                        return key;
                                    }));
            begun.await();
            try (var removal = store().tryRemove(key).orElseThrow()) {
                removal.remove();
            }
            reader.join();

            assertThat(store().contains(key)).as("round %d", round).isFalse();
        }
    }

    @Test
    void leavesNoFileForAnUploadWithoutBytes() throws IOException {
        store().stage("a").close();

        assertThat(data.resolve("staging")).doesNotExist();
    }

    @Test
    void keepsBytesFromOtherUsersOfTheMachine() throws IOException {
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xr-x"));

        TestBlobs.commit(store(), "a", random(6, 10));
        try (var staged = store().stage("b")) {
            staged.append(source(random(7, 10)), 10);
        }

        try (var paths = Files.walk(data)) {
            for (Path path : paths.filter(path -> !path.equals(data)).toList()) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                        .as(path.toString())
                        .isEqualTo(Files.isDirectory(path) ? "rwx------" : "rw-------");
            }
        }
    }

    private static <T> T onMemoryOnlyThread(Callable<T> work) throws Exception {
        var task = new FutureTask<>(work);
        new LoopThread(task).start();
        return task.get(60, TimeUnit.SECONDS);
    }

    private static final class LoopThread extends Thread implements MemoryOnlyThread {
        LoopThread(Runnable work) {
            super(work);
        }
    }
}
