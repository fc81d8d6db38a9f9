package dev.berth.layer;

import static dev.berth.blob.TestBytes.random;
import static dev.berth.blob.TestBytes.sha256;
import static dev.berth.blob.TestBytes.source;
import static dev.berth.layer.LayerFixture.ACTOR;
import static dev.berth.layer.LayerFixture.SMALL;
import static dev.berth.layer.LayerFixture.name;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.berth.blob.BlobKey;
import dev.berth.oci.Digest;
import dev.berth.repository.Repository;
import dev.berth.runtime.MemoryOnlyThread;
import dev.berth.runtime.WouldBlock;
import dev.berth.testing.TestIds;
import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Layers whose bytes lie in the row that names them. */
class SmallLayersTest {
    private static final byte[] BYTES = random(1, SMALL);
    private static final Digest DIGEST = sha256(BYTES);

    @TempDir Path data;
    private LayerFixture fixture;
    private Repository repository;

    @BeforeEach
    void start() {
        fixture = new LayerFixture(data, LayerFixture.databaseIn(data), new TestIds());
        repository = fixture.repository("app");
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    private void isInItsRow() throws IOException {
        assertThat(fixture.read(repository, DIGEST)).isEqualTo(BYTES);
        assertThat(inRows()).isOne();
        assertThat(fixture.blobs.contains(BlobKey.shared(DIGEST))).isFalse();
    }

    private int inRows() {
        return fixture.rows("blob WHERE content IS NOT NULL");
    }

    @Test
    void haveNoFile() throws IOException {
        fixture.push(repository, BYTES);

        isInItsRow();
        assertThat(data.resolve("staging")).doesNotExist();
        fixture.restart();
        isInItsRow();
    }

    @Test
    void areNoLargerThanTheSettingSays() throws IOException {
        byte[] larger = random(2, SMALL + 1);

        fixture.push(repository, larger);

        assertThat(inRows()).isZero();
        assertThat(fixture.blobs.contains(BlobKey.shared(sha256(larger)))).isTrue();
        assertThat(fixture.read(repository, sha256(larger))).isEqualTo(larger);
    }

    @Test
    void mayBeEmpty() throws IOException {
        fixture.push(repository, new byte[0]);

        assertThat(inRows()).isOne();
        assertThat(fixture.read(repository, sha256(new byte[0]))).isEmpty();
    }

    @Test
    void mayComeInParts() throws IOException {
        String id = fixture.uploads.start(repository).id();
        fixture.append(repository, id, BYTES, 0, 300);
        fixture.append(repository, id, BYTES, 300, SMALL);
        fixture.uploads.complete(repository, id, OptionalLong.empty(), () -> null, DIGEST, ACTOR);

        isInItsRow();
        assertThat(data.resolve("staging")).isEmptyDirectory();
        assertThat(fixture.rows("upload")).isZero();
    }

    @Test
    void areSharedByRepositories() throws IOException {
        fixture.push(repository, BYTES);
        var other = fixture.repository("other");
        var third = fixture.repository("third");

        fixture.push(other, BYTES);
        fixture.layers.mount(third, name("app"), DIGEST, ACTOR);

        assertThat(fixture.read(other, DIGEST)).isEqualTo(BYTES);
        assertThat(fixture.read(third, DIGEST)).isEqualTo(BYTES);
        assertThat(inRows()).isOne();
    }

    /** What a berth stored that knew no small layers, or had another setting. */
    @Test
    void mayHaveAFileFromBefore() throws IOException {
        var files = fixture.uploads(fixture.blobs, 0);
        files.put(repository, source(BYTES), DIGEST, ACTOR);
        assertThat(inRows()).isZero();
        assertThat(fixture.read(repository, DIGEST)).isEqualTo(BYTES);

        fixture.push(fixture.repository("other"), BYTES);

        assertThat(inRows()).isOne();
        assertThat(fixture.read(repository, DIGEST)).isEqualTo(BYTES);
        try (var removal = fixture.blobs.tryRemove(BlobKey.shared(DIGEST)).orElseThrow()) {
            removal.remove();
        }
        fixture.restart();
        isInItsRow();
    }

    @Test
    void areFoundInTheirRowThoughTheyWereLastSeenInAFile() throws IOException {
        fixture.uploads(fixture.blobs, 0).put(repository, source(BYTES), DIGEST, ACTOR);
        assertThat(fixture.read(repository, DIGEST)).isEqualTo(BYTES);
        try (var removal = fixture.blobs.tryRemove(BlobKey.shared(DIGEST)).orElseThrow()) {
            removal.remove();
        }

        fixture.push(fixture.repository("other"), BYTES);

        assertThat(fixture.read(repository, DIGEST)).isEqualTo(BYTES);
    }

    @Test
    void areNoneWhereTheSettingIsZero() throws IOException {
        fixture.uploads(fixture.blobs, 0)
                .put(repository, source(new byte[0]), sha256(new byte[0]), ACTOR);

        assertThat(inRows()).isZero();
        assertThat(fixture.read(repository, sha256(new byte[0]))).isEmpty();
    }

    @Test
    void keepTheirBytesWhenTheyArePushedUnderASmallerSetting() throws IOException {
        fixture.push(repository, BYTES);

        fixture.uploads(fixture.blobs, 0).put(repository, source(BYTES), DIGEST, ACTOR);

        assertThat(inRows()).isOne();
        assertThat(fixture.read(repository, DIGEST)).isEqualTo(BYTES);
    }

    @Test
    void areReadFromMemoryOnceTheyWereReadFromTheDatabase() throws Exception {
        fixture.push(repository, BYTES);
        assertThatExceptionOfType(WouldBlock.class).isThrownBy(() -> inMemory(this::read));

        read();

        inMemory(this::read);
    }

    private void read() {
        fixture.layers.open(repository, DIGEST).orElseThrow().release();
    }

    private static void inMemory(Runnable work) throws InterruptedException {
        var thread = new Loop(work);
        thread.start();
        thread.join();
        if (thread.failure != null) {
            throw thread.failure;
        }
    }

    /** A thread that may not block. */
    private static final class Loop extends Thread implements MemoryOnlyThread {
        private final Runnable work;
        private @Nullable RuntimeException failure;

        Loop(Runnable work) {
            this.work = work;
        }

        @Override
        public void run() {
            try {
                work.run();
            } catch (RuntimeException e) {
                failure = e;
            }
        }
    }
}
