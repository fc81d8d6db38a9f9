package dev.berth.layer;

import static dev.berth.blob.TestBytes.digest;
import static dev.berth.blob.TestBytes.pieces;
import static dev.berth.blob.TestBytes.random;
import static dev.berth.blob.TestBytes.sha256;
import static dev.berth.blob.TestBytes.source;
import static dev.berth.layer.LayerFixture.ACTOR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.berth.blob.BlobKey;
import dev.berth.oci.DigestAlgorithm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** How a layer comes to lie in a repository. */
class UploadsTest extends UploadFixture {
    @Test
    void takesALayerInChunks() throws IOException {
        byte[] bytes = random(1, 300_000);
        String id = uploads.start(repository).id();

        assertThat(fixture.append(repository, id, bytes, 0, 100_000).offset()).isEqualTo(100_000);
        assertThat(uploads.status(repository, id).offset()).isEqualTo(100_000);
        var rest = pieces(bytes, 100_000, 200_000, 50_000);
        var layer =
                uploads.complete(
                        repository, id, OptionalLong.of(100_000), rest, sha256(bytes), ACTOR);

        assertThat(layer).isEqualTo(new Layer(sha256(bytes), 300_000));
        assertThat(fixture.read(repository, sha256(bytes))).isEqualTo(bytes);
        assertThat(fixture.events()).containsExactly("layer.pushed");
        assertThat(fixture.rows("upload")).isZero();
        assertThat(data.resolve("staging")).isEmptyDirectory();
    }

    @Test
    void takesALayerInOneGo() throws IOException {
        byte[] bytes = random(2, 10_000);

        var layer = fixture.push(repository, bytes);

        assertThat(layer).isEqualTo(new Layer(sha256(bytes), 10_000));
        assertThat(fixture.read(repository, sha256(bytes))).isEqualTo(bytes);
    }

    @Test
    void takesAnEmptyLayer() throws IOException {
        fixture.push(repository, new byte[0]);

        assertThat(fixture.read(repository, sha256(new byte[0]))).isEmpty();
    }

    @Test
    void takesSha512() throws IOException {
        byte[] bytes = random(3, 10_000);
        var sha512 = digest(DigestAlgorithm.SHA512, bytes);
        String id = uploads.start(repository).id();

        uploads.complete(repository, id, UNSAID, source(bytes), sha512, ACTOR);

        assertThat(fixture.read(repository, sha512)).isEqualTo(bytes);
    }

    @Test
    void storesALayerOfManyRepositoriesOnce() {
        byte[] bytes = random(4, 10_000);
        fixture.push(repository, bytes);

        fixture.push(fixture.repository("other"), bytes);
        fixture.push(repository, bytes);

        assertThat(fixture.rows("blob")).isEqualTo(1);
        assertThat(fixture.rows("repository_blob")).isEqualTo(2);
        assertThat(fixture.events()).containsExactly("layer.pushed", "layer.pushed");
    }

    @Test
    void linksALayerThatManyPushAtOnce() throws Exception {
        byte[] bytes = random(20, 200_000);
        var start = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var pushes = new ArrayList<Future<Layer>>();
            for (int i = 0; i < 12; i++) {
                pushes.add(
                        threads.submit(() -> {
                            start.await();
                            return fixture.push(repository, bytes);
                        }));
            }
            start.countDown();
            for (var push : pushes) {
                assertThat(push.get(60, TimeUnit.SECONDS).digest()).isEqualTo(sha256(bytes));
            }
        }

        assertThat(fixture.events()).containsExactly("layer.pushed");
        assertThat(fixture.rows("repository_blob")).isEqualTo(1);
    }

    @Test
    void neverNamesBytesThatAreNotDurable() throws IOException {
        byte[] bytes = random(21, 100);
        String id = uploads.start(repository).id();
        fixture.append(repository, id, bytes, 0, 100);

        assertThat(fixture.blobs.contains(BlobKey.shared(sha256(bytes)))).isFalse();
        assertThat(fixture.rows("blob")).isZero();
    }

    @Test
    void passesOnWhatTheDiskFailsAt() throws IOException {
        byte[] bytes = random(22, 100);
        Files.createFile(data.resolve("staging"));

        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> fixture.push(repository, bytes));
    }
}
