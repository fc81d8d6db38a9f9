package dev.berth.blob.file;

import static dev.berth.blob.TestBytes.pieces;
import static dev.berth.blob.TestBytes.random;
import static dev.berth.blob.TestBytes.sha256;
import static dev.berth.blob.TestBytes.source;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.berth.blob.BlobKey;
import dev.berth.blob.ByteSource;
import dev.berth.blob.StagedBlob.OutOfSpaceException;
import dev.berth.blob.TestBlobs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FaultyDiskTest {
    private static final long UNLIMITED = Long.MAX_VALUE;

    @TempDir Path data;
    private final FaultyMachine machine = new FaultyMachine(2);
    private final FaultyChannel.Disk disk = machine.disk;
    private FileBlobStore store;

    @BeforeEach
    void start() {
        machine.usable = 0;
        store = machine.store(data);
    }

    @AfterEach
    void stop() {
        store.close();
    }

    @Test
    void resumesWhereAFullDiskStoppedIt() throws IOException {
        byte[] bytes = random(1, 6_000_000);
        for (int room : new int[] {1_000, 200_000, 4_500_001}) {
            try (var staged = store.stage("a")) {
                int offset = Math.toIntExact(staged.offset());
                disk.room = room;
                var rest = pieces(bytes, offset, bytes.length - offset, 65_536);

                assertThatExceptionOfType(OutOfSpaceException.class)
                        .isThrownBy(() -> staged.append(rest, UNLIMITED));

                assertThat(staged.offset()).isEqualTo(room);
            }
        }

        disk.room = Long.MAX_VALUE;
        var key = BlobKey.shared(sha256(bytes));
        try (var staged = store.stage("a")) {
            staged.append(pieces(bytes, 4_500_001, 1_499_999, 65_536), UNLIMITED);
            assertThat(staged.digest(key.digest())).isEqualTo(key.digest());
            staged.commit(key);
        }
        assertThat(TestBlobs.read(store, key)).isEqualTo(bytes);
    }

    /** The first bytes are held in memory; where their file has no room for all, it has none. */
    @Test
    void keepsAllOfTheFirstBytesOrNone() throws IOException {
        byte[] bytes = random(4, 20_000);
        disk.room = 1_000;
        try (var staged = store.stage("a")) {
            assertThatExceptionOfType(OutOfSpaceException.class)
                    .isThrownBy(() -> staged.append(pieces(bytes, 0, 20_000, 1_000), UNLIMITED));
            staged.truncate(0);
        }
        try (var staged = store.stage("a")) {
            assertThat(staged.offset()).isZero();
        }
        var few = store.stage("b");
        few.append(source(random(5, 2_000)), UNLIMITED);
        assertThatExceptionOfType(OutOfSpaceException.class).isThrownBy(few::close);

        disk.room = Long.MAX_VALUE;
        for (String id : new String[] {"a", "b"}) {
            var key = TestBlobs.commit(store, id, bytes);
            assertThat(TestBlobs.read(store, key)).isEqualTo(bytes);
        }
    }

    @Test
    void doesNotTakeABrokenDiskForAFullOne() throws IOException {
        machine.usable = 1L << 40;
        disk.room = 10;
        try (var staged = store.stage("a")) {
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> staged.append(source(random(2, 20_000)), UNLIMITED))
                    .isNotInstanceOf(OutOfSpaceException.class);
        }
    }

    @Test
    void trustsNoByteAfterAFailedSync() throws IOException {
        machine.usable = 1L << 40;
        disk.syncs = false;
        byte[] bytes = random(3, 40 << 20);
        try (var staged = store.stage("a")) {
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> staged.append(source(bytes), UNLIMITED))
                    .withMessage("failed to sync staged bytes");

            assertThat(staged.offset()).isZero();
        }

        disk.syncs = true;
        assertThat(TestBlobs.read(store, TestBlobs.commit(store, "a", bytes))).isEqualTo(bytes);
    }

    @Test
    void showsNothingThatCouldNotBeSynced() throws IOException {
        machine.usable = 1L << 40;
        disk.syncs = false;
        byte[] bytes = random(4, 1_000);
        var key = BlobKey.shared(sha256(bytes));
        try (var staged = store.stage("a")) {
            staged.append(source(bytes), UNLIMITED);

            assertThatExceptionOfType(IOException.class).isThrownBy(() -> staged.commit(key));
        }

        assertThat(store.contains(key)).isFalse();
    }

    @Test
    void trustsNoByteAfterACommitThatFailedToSync() throws IOException {
        machine.usable = 1L << 40;
        disk.syncs = false;
        byte[] bytes = random(5, 1_000);
        var key = BlobKey.shared(sha256(bytes));
        try (var staged = store.stage("a")) {
            staged.append(source(bytes), UNLIMITED);
            assertThatExceptionOfType(IOException.class).isThrownBy(() -> staged.commit(key));

            assertThat(staged.offset()).isZero();
            assertThat(staged.digest(key.digest())).isEqualTo(sha256(new byte[0]));
        }

        disk.syncs = true;
        try (var staged = store.stage("a")) {
            assertThat(staged.offset()).isZero();
        }
        assertThat(TestBlobs.read(store, TestBlobs.commit(store, "a", bytes))).isEqualTo(bytes);
    }

    @Test
    void trustsNoByteWhenASyncFailedBeforeTheLastOne() throws IOException {
        machine.usable = 1L << 40;
        disk.syncs = false;
        byte[] bytes = random(6, 33 << 20);
        try (var staged = store.stage("a")) {
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> staged.append(twiceWithAFailedSyncBetween(bytes), UNLIMITED))
                    .withMessage("failed to sync staged bytes");

            assertThat(staged.offset()).isZero();
        }
    }

    private ByteSource twiceWithAFailedSyncBetween(byte[] bytes) {
        ByteSource first = source(bytes);
        ByteSource second = source(bytes);
        return () -> {
            var piece = first.next();
            if (piece != null) {
                return piece;
            }
            try {
                assertThat(disk.failedSync.await(1, TimeUnit.MINUTES)).isTrue();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            disk.syncs = true;
            return second.next();
        };
    }
}
