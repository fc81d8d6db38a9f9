package dev.berth.blob.file;

import static dev.berth.blob.TestBytes.pieces;
import static dev.berth.blob.TestBytes.random;
import static dev.berth.blob.TestBytes.sha256;
import static dev.berth.blob.TestBytes.source;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.blob.BlobKey;
import dev.berth.blob.ByteSource;
import dev.berth.blob.TestBlobs;
import dev.berth.blob.file.FaultyChannel.Write;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Large uploads are written past the page cache, and none of that is seen from outside. */
class LargeUploadTest {
    private static final int UPLOADS = 20;
    private static final long UNLIMITED = Long.MAX_VALUE;
    private static final byte[] BYTES = random(1, 5_000_001);

    @TempDir Path data;
    private final FaultyMachine machine = new FaultyMachine(2);
    private final FaultyChannel.Disk cache = machine.disk;
    private final FaultyChannel.Disk direct = machine.pastCache;
    private FileBlobStore store;

    @BeforeEach
    void start() {
        store = machine.storePastCache(data);
    }

    @AfterEach
    void stop() {
        store.close();
    }

    @Test
    void writesAlignedBlocksPastThePageCache() throws IOException {
        var key = TestBlobs.commit(store, "a", BYTES);

        assertThat(direct.writes)
                .hasSizeGreaterThanOrEqualTo(4)
                .allMatch(write -> write.position() % Blocks.SIZE == 0)
                .allMatch(write -> write.length() == Blocks.SIZE);
        assertThat(TestBlobs.read(store, key)).isEqualTo(BYTES);
    }

    /** In the middle of a block: where a write past the cache may not begin, and where it may. */
    @ParameterizedTest
    @ValueSource(ints = {3_333_333, 6 * Blocks.SIZE + 40 * Blocks.ALIGNMENT})
    void goesOnThroughThePageCacheWhereTheWayPastItEnds(int end) throws IOException {
        direct.room = end;

        var key = TestBlobs.commit(store, "a", BYTES);

        assertThat(cache.writes).extracting(Write::position).contains((long) end);
        assertThat(TestBlobs.read(store, key)).isEqualTo(BYTES);
    }

    @Test
    void goesThroughThePageCacheOnceTheDiskIsKnownToBeSlow() throws IOException {
        direct.perWrite = Duration.ofMillis(20); // 26 MB/s
        byte[] bytes = random(3, 24 << 20);

        var key = TestBlobs.commit(store, "a", bytes);

        assertThat(direct.writes).hasSize(16);
        assertThat(TestBlobs.read(store, key)).isEqualTo(bytes);
    }

    @Test
    void keepsWhatArrivedBeforeTheClientBrokeOff() throws IOException {
        int arrived = 3_999_999;
        try (var staged = store.stage("a")) {
            staged.append(pieces(BYTES, 0, arrived, 100_000), UNLIMITED);
            assertThat(staged.offset()).isEqualTo(arrived);
        }

        try (var staged = store.stage("a")) {
            assertThat(staged.offset()).isEqualTo(arrived);
            staged.append(pieces(BYTES, arrived, BYTES.length - arrived, 100_000), UNLIMITED);
            staged.commit(BlobKey.shared(sha256(BYTES)));
        }
        assertThat(TestBlobs.read(store, BlobKey.shared(sha256(BYTES)))).isEqualTo(BYTES);
    }

    /** The last of them find no memory for blocks, and all but the first no core for a digest. */
    @Test
    void takesMoreUploadsAtOnceThanHaveBlocks() throws IOException {
        byte[] half = random(2, 3_000_001);
        appendAroundOthers(UPLOADS, half);

        byte[] whole = Arrays.copyOf(half, 2 * half.length);
        System.arraycopy(half, 0, whole, half.length, half.length);
        for (int i = 1; i <= UPLOADS; i++) {
            try (var staged = store.stage("upload-" + i)) {
                assertThat(staged.offset()).isEqualTo(whole.length);
                assertThat(staged.digest(sha256(whole))).isEqualTo(sha256(whole));
            }
        }
    }

    /** Half of an upload, then all of the others, then the same half again. */
    private void appendAroundOthers(int uploads, byte[] half) throws IOException {
        ByteSource first = source(half);
        ByteSource second = source(half);
        var others = new AtomicInteger(uploads - 1);
        ByteSource both =
                () -> {
                    var piece = first.next();
                    if (piece != null) {
                        return piece;
                    }
                    int left = others.getAndSet(0);
                    if (left > 0) {
                        appendAroundOthers(left, half);
                    }
                    return second.next();
                };
        try (var staged = store.stage("upload-" + uploads)) {
            staged.append(both, UNLIMITED);
        }
    }
}
