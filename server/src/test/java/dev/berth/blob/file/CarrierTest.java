package dev.berth.blob.file;

import static dev.berth.blob.TestBytes.digest;
import static dev.berth.blob.TestBytes.random;
import static dev.berth.blob.TestBytes.source;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.blob.ByteSource;
import dev.berth.oci.Digest;
import dev.berth.oci.DigestAlgorithm;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Virtual threads share a few carriers: no upload may keep one. */
class CarrierTest {
    private static final int PIECE = 64 << 10;
    private static final int PIECES = 1_024;

    @TempDir Path data;
    private final int cores = Runtime.getRuntime().availableProcessors();
    private final FaultyMachine machine = new FaultyMachine(cores);
    private final FaultyChannel.Disk disk = machine.disk;
    private FileBlobStore store;
    private volatile boolean otherStarted;
    private volatile boolean otherRan;

    @BeforeEach
    void start() {
        store = machine.store(data);
    }

    @AfterEach
    void stop() {
        store.close();
    }

    @Test
    void readsALargeStagingOnAThreadOfItsOwn() throws Exception {
        byte[] bytes = random(1, 3 << 20);
        Digest sha512 = digest(DigestAlgorithm.SHA512, bytes);
        Callable<Digest> upload =
                () -> {
                    try (var staged = store.stage("a")) {
                        staged.append(source(bytes), Long.MAX_VALUE);
                        return staged.digest(sha512);
                    }
                };

        try (var requests = Executors.newVirtualThreadPerTaskExecutor()) {
            assertThat(requests.submit(upload).get(1, TimeUnit.MINUTES)).isEqualTo(sha512);
        }

        assertThat(disk.readers).isNotEmpty().noneMatch(Thread::isVirtual);
    }

    @Test
    void letsOthersRunWhileItsClientIsFast() throws Exception {
        disk.discards = true; // a write may get the carriers a substitute
        var begun = new CountDownLatch(cores);
        var uploads = new ArrayList<Future<Boolean>>();
        try (var requests = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 2 * cores; i++) {
                String id = "upload-" + i;
                uploads.add(requests.submit(() -> otherRanBeforeTheEnd(id, begun)));
            }
            assertThat(begun.await(1, TimeUnit.MINUTES)).isTrue();
            requests.execute(() -> otherRan = true);
            otherStarted = true;

            for (var upload : uploads) {
                assertThat(upload.get(1, TimeUnit.MINUTES)).isTrue();
            }
        }
    }

    private boolean otherRanBeforeTheEnd(String id, CountDownLatch begun) throws Exception {
        try (var staged = store.stage(id)) {
            staged.append(fastClient(begun), Long.MAX_VALUE);
            return otherRan;
        }
    }

    /** Never makes its reader wait by parking, as a client that sends faster than it is read. */
    private ByteSource fastClient(CountDownLatch begun) {
        var piece = ByteBuffer.allocateDirect(PIECE);
        int[] left = {PIECES};
        return () -> {
            begun.countDown();
            while (!otherStarted) {
                Thread.onSpinWait();
            }
            return otherRan || left[0]-- == 0 ? null : piece.clear();
        };
    }
}
