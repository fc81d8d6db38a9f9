package dev.berth.layer;

import static dev.berth.blob.TestBytes.broken;
import static dev.berth.blob.TestBytes.digest;
import static dev.berth.blob.TestBytes.pieces;
import static dev.berth.blob.TestBytes.random;
import static dev.berth.blob.TestBytes.sha256;
import static dev.berth.blob.TestBytes.source;
import static dev.berth.layer.LayerFixture.ACTOR;
import static dev.berth.layer.LayerFixture.REGISTRY;
import static dev.berth.layer.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.berth.blob.BlobKey;
import dev.berth.blob.ByteSource;
import dev.berth.oci.DigestAlgorithm;
import dev.berth.problem.Problem;
import dev.berth.repository.Repository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UploadsTest {
    private static final OptionalLong UNSAID = OptionalLong.empty();
    private static final ByteSource NOTHING = () -> null;

    @TempDir Path data;
    private LayerFixture fixture;
    private Uploads uploads;
    private Repository repository;

    @BeforeEach
    void start() {
        fixture = new LayerFixture(data);
        uploads = fixture.uploads;
        repository = fixture.repository("app");
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

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
    void resumesAfterARestart() throws IOException {
        byte[] bytes = random(5, 300_000);
        String id = uploads.start(repository).id();
        fixture.append(repository, id, bytes, 0, 150_000);

        fixture.restart();

        assertThat(fixture.uploads.status(repository, id).offset()).isEqualTo(150_000);
        fixture.append(repository, id, bytes, 150_000, 300_000);
        fixture.uploads.complete(repository, id, UNSAID, NOTHING, sha256(bytes), ACTOR);
        assertThat(fixture.read(repository, sha256(bytes))).isEqualTo(bytes);
    }

    @Test
    void anUploadThatHasJustBegunNeedsNoRow() throws IOException {
        byte[] bytes = random(24, 1_000);
        String id = uploads.start(repository).id();
        assertThat(fixture.rows("upload")).isZero();

        uploads.complete(repository, id, UNSAID, source(bytes), sha256(bytes), ACTOR);

        assertThat(fixture.read(repository, sha256(bytes))).isEqualTo(bytes);
        refused(Problem.UploadUnknown.class, () -> uploads.status(repository, id));
        uploads.rows().writeBegun();
        assertThat(fixture.rows("upload")).isZero();
    }

    @Test
    void aRestartFindsAnUploadThatWasWrittenDown() throws IOException {
        byte[] bytes = random(25, 1_000);
        String id = uploads.start(repository).id();

        uploads.rows().writeBegun();
        fixture.restart();

        assertThat(fixture.uploads.status(repository, id).offset()).isZero();
        fixture.uploads.complete(repository, id, UNSAID, source(bytes), sha256(bytes), ACTOR);
        assertThat(fixture.read(repository, sha256(bytes))).isEqualTo(bytes);
        assertThat(fixture.rows("upload")).isZero();
    }

    @Test
    void anUploadInUseDelaysTheRowOfNoOther() {
        byte[] bytes = random(27, 1_000);
        String used = uploads.start(repository).id();
        String other = uploads.start(repository).id();
        var rowsMeanwhile = new AtomicInteger();
        ByteSource bytesOfTheLast = source(bytes);
        ByteSource last =
                () -> {
                    uploads.rows().writeBegun();
                    rowsMeanwhile.set(fixture.rows("upload"));
                    return bytesOfTheLast.next();
                };

        uploads.complete(repository, used, UNSAID, last, sha256(bytes), ACTOR);

        assertThat(rowsMeanwhile).hasValue(1);
        assertThat(uploads.status(repository, other).offset()).isZero();
        refused(Problem.UploadUnknown.class, () -> uploads.status(repository, used));
    }

    @Test
    void aRestartFindsWhatALastRequestBroughtBeforeItBrokeOff() {
        byte[] bytes = random(26, 1_000);
        String id = uploads.start(repository).id();
        var rest = broken(pieces(bytes, 0, 600, 100));
        refused(
                Problem.BodyBroken.class,
                () -> uploads.complete(repository, id, UNSAID, rest, sha256(bytes), ACTOR));

        fixture.restart();

        assertThat(fixture.uploads.status(repository, id).offset()).isEqualTo(600);
    }

    @Test
    void aLargeLastRequestHasItsRowBeforeItEnds() {
        byte[] bytes = random(27, 3 << 20);
        String id = uploads.start(repository).id();
        var arrived = pieces(bytes, 0, 3 << 20, 100_000);
        var rowsAtTheEnd = new ArrayList<Integer>();
        ByteSource watched =
                () -> {
                    var piece = arrived.next();
                    if (piece == null) {
                        rowsAtTheEnd.add(fixture.rows("upload"));
                    }
                    return piece;
                };

        uploads.complete(repository, id, UNSAID, watched, sha256(bytes), ACTOR);

        assertThat(rowsAtTheEnd).containsExactly(1);
        assertThat(fixture.rows("upload")).isZero();
    }

    @Test
    void resumesAfterTheClientBrokeOff() throws IOException {
        byte[] bytes = random(6, 300_000);
        String id = uploads.start(repository).id();

        refused(
                Problem.BodyBroken.class,
                () ->
                        uploads.append(
                                repository,
                                id,
                                OptionalLong.of(0),
                                OptionalLong.of(300_000),
                                broken(pieces(bytes, 0, 120_000, 1_000))));

        assertThat(uploads.status(repository, id).offset()).isEqualTo(120_000);
        fixture.append(repository, id, bytes, 120_000, 300_000);
        uploads.complete(repository, id, UNSAID, NOTHING, sha256(bytes), ACTOR);
        assertThat(fixture.read(repository, sha256(bytes))).isEqualTo(bytes);
    }

    @Test
    void leavesTheUploadWhenTheLastRequestBreaksOff() {
        byte[] bytes = random(7, 1_000);
        String id = uploads.start(repository).id();
        var rest = broken(pieces(bytes, 0, 600, 100));

        refused(
                Problem.BodyBroken.class,
                () -> uploads.complete(repository, id, UNSAID, rest, sha256(bytes), ACTOR));

        assertThat(uploads.status(repository, id).offset()).isEqualTo(600);
        assertThat(fixture.layers.find(repository, sha256(bytes))).isEmpty();
    }

    @Test
    void refusesAPartOutOfOrderAndStaysWhereItWas() {
        byte[] bytes = random(8, 1_000);
        String id = uploads.start(repository).id();
        fixture.append(repository, id, bytes, 0, 500);

        for (int first : new int[] {0, 499, 501}) {
            var problem =
                    refused(
                            Problem.PartOutOfOrder.class,
                            () -> fixture.append(repository, id, bytes, first, first + 10));
            assertThat(problem.offset()).isEqualTo(500);
        }
        refused(
                Problem.PartOutOfOrder.class,
                () ->
                        uploads.complete(
                                repository,
                                id,
                                OptionalLong.of(400),
                                source(bytes),
                                sha256(bytes),
                                ACTOR));

        assertThat(uploads.status(repository, id).offset()).isEqualTo(500);
    }

    @Test
    void keepsNothingOfAPartOfAnotherLengthThanItSays() {
        byte[] bytes = random(9, 1_000);
        String id = uploads.start(repository).id();
        fixture.append(repository, id, bytes, 0, 400);

        for (int length : new int[] {599, 601}) {
            var problem =
                    refused(
                            Problem.PartSizeMismatch.class,
                            () ->
                                    uploads.append(
                                            repository,
                                            id,
                                            OptionalLong.of(400),
                                            OptionalLong.of(length),
                                            pieces(bytes, 400, 600, 100)));
            assertThat(problem.expected()).isEqualTo(length);
            assertThat(problem.offset()).isEqualTo(400);
        }

        assertThat(uploads.status(repository, id).offset()).isEqualTo(400);
        fixture.append(repository, id, bytes, 400, 1_000);
        uploads.complete(repository, id, UNSAID, NOTHING, sha256(bytes), ACTOR);
    }

    @Test
    void refusesALayerThatIsTooLarge() {
        int limit = (int) LayerFixture.LAYER_LIMIT;
        byte[] bytes = random(15, limit + 1);
        String id = uploads.start(repository).id();
        fixture.append(repository, id, bytes, 0, 1_000);

        refused(
                Problem.LayerTooLarge.class,
                () -> fixture.append(repository, id, bytes, 1_000, limit + 1));
        refused(
                Problem.LayerTooLarge.class,
                () ->
                        uploads.append(
                                repository,
                                id,
                                UNSAID,
                                UNSAID,
                                pieces(bytes, 1_000, limit - 999, 100_000)));

        assertThat(uploads.status(repository, id).offset()).isEqualTo(1_000);
        fixture.append(repository, id, bytes, 1_000, limit);
    }

    @Test
    void knowsAnUploadOnlyInItsRepository() {
        String id = uploads.start(repository).id();
        var other = fixture.repository("other");
        byte[] bytes = random(16, 10);

        refused(Problem.UploadUnknown.class, () -> uploads.status(other, id));
        refused(Problem.UploadUnknown.class, () -> fixture.append(other, id, bytes, 0, 10));
        refused(Problem.UploadUnknown.class, () -> uploads.cancel(other, id));
        refused(
                Problem.UploadUnknown.class,
                () -> uploads.complete(other, id, UNSAID, source(bytes), sha256(bytes), ACTOR));
        assertThat(uploads.status(repository, id).offset()).isZero();
    }

    @Test
    void knowsNoUploadThatWasNeverStarted() {
        for (String id : List.of("00000000-0000-4000-8000-000000000000", "..", "a/b", "")) {
            refused(Problem.UploadUnknown.class, () -> uploads.status(repository, id));
        }
    }

    @Test
    void endsACancelledUpload() {
        byte[] bytes = random(17, 10);
        String id = uploads.start(repository).id();
        fixture.append(repository, id, bytes, 0, 10);

        uploads.cancel(repository, id);

        refused(Problem.UploadUnknown.class, () -> uploads.status(repository, id));
        assertThat(data.resolve("staging")).isEmptyDirectory();
    }

    @Test
    void endsAnUploadOnce() {
        byte[] bytes = random(18, 10);
        String id = uploads.start(repository).id();
        uploads.complete(repository, id, UNSAID, source(bytes), sha256(bytes), ACTOR);

        refused(
                Problem.UploadUnknown.class,
                () ->
                        uploads.complete(
                                repository, id, UNSAID, source(bytes), sha256(bytes), ACTOR));
    }

    @Test
    void forgetsTheUploadsOfADeletedRepository() {
        String id = uploads.start(repository).id();
        byte[] bytes = random(19, 10);
        fixture.push(repository, bytes);

        fixture.repositories.delete(REGISTRY, repository.name(), false, ACTOR);
        var namesake = fixture.repository("app");

        refused(Problem.UploadUnknown.class, () -> uploads.status(namesake, id));
        assertThat(fixture.layers.find(namesake, sha256(bytes))).isEmpty();
        assertThat(fixture.rows("upload")).isZero();
        refused(
                Problem.RepositoryUnknown.class,
                () -> uploads.put(repository, source(bytes), sha256(bytes), ACTOR));
        refused(Problem.RepositoryUnknown.class, () -> uploads.start(repository));
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
    void resumesWhenAFullDiskHasRoomAgain() throws IOException {
        byte[] bytes = random(23, 10_000);
        var disk = new FullBlobStore(fixture.blobs, 6_000);
        var full = fixture.uploads(disk);
        String id = full.start(repository).id();
        full.append(repository, id, UNSAID, UNSAID, pieces(bytes, 0, 4_000, 1_000));

        refused(
                Problem.StorageFull.class,
                () ->
                        full.append(
                                repository, id, UNSAID, UNSAID, pieces(bytes, 4_000, 6_000, 500)));

        assertThat(full.status(repository, id).offset()).isEqualTo(4_000);
        disk.room = Long.MAX_VALUE;
        var rest = pieces(bytes, 4_000, 6_000, 1_000);
        full.complete(repository, id, UNSAID, rest, sha256(bytes), ACTOR);
        assertThat(fixture.read(repository, sha256(bytes))).isEqualTo(bytes);
    }

    @Test
    void passesOnWhatTheDiskFailsAt() throws IOException {
        byte[] bytes = random(22, 100);
        Files.createFile(data.resolve("staging"));

        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> fixture.push(repository, bytes));
    }
}
