package dev.berth.layer;

import static dev.berth.blob.TestBytes.pieces;
import static dev.berth.blob.TestBytes.random;
import static dev.berth.blob.TestBytes.sha256;
import static dev.berth.layer.LayerFixture.ACTOR;
import static dev.berth.layer.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.blob.ByteSource;
import dev.berth.db.Database;
import dev.berth.db.Tx;
import dev.berth.oci.Digest;
import dev.berth.problem.LayerProblem;
import dev.berth.problem.Problem;
import dev.berth.problem.ProblemException;
import dev.berth.repository.Repository;
import dev.berth.testing.TestDatabase;
import dev.berth.testing.TestIds;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Uploads all of whose bytes are here though their facts could not be written. */
@ParameterizedClass
@ValueSource(ints = {0, 10_000})
class UploadRetryTest {
    private static final OptionalLong UNSAID = OptionalLong.empty();
    private static final ByteSource NOTHING = () -> null;
    private static final byte[] BYTES = random(1, 10_000);
    private static final Digest DIGEST = sha256(BYTES);

    /**
     * How many bytes a layer may have to be kept in its row: the layer here has no file, or one.
     */
    @Parameter int small;

    @TempDir Path data;
    private final FullDatabase database = new FullDatabase();
    private LayerFixture fixture;
    private Repository repository;
    private String id;

    @BeforeEach
    void start() {
        fixture = new LayerFixture(data, database, new TestIds(), small);
        repository = fixture.repository("app");
        id = fixture.uploads.start(repository).id();
        fixture.append(repository, id, BYTES, 0, 6_000);
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    private void failToComplete() {
        database.full = true;
        refused(
                Problem.StorageFull.class,
                () ->
                        fixture.uploads.complete(
                                repository, id, OptionalLong.of(6_000), rest(), DIGEST, ACTOR));
        database.full = false;
    }

    private static ByteSource rest() {
        return pieces(BYTES, 6_000, 4_000, 1_000);
    }

    private void isLinkedOnce() throws IOException {
        assertThat(fixture.read(repository, DIGEST)).isEqualTo(BYTES);
        assertThat(fixture.events()).containsExactly("layer.pushed");
        assertThat(fixture.rows("upload")).isZero();
        assertThat(data.resolve("staging")).isEmptyDirectory();
    }

    @Test
    void hasAllOfItsBytes() {
        failToComplete();

        assertThat(fixture.uploads.status(repository, id).offset()).isEqualTo(10_000);
        assertThat(fixture.rows("repository_blob")).isZero();
    }

    @Test
    void completesWithoutTheRest() throws IOException {
        failToComplete();

        var layer = fixture.uploads.complete(repository, id, UNSAID, NOTHING, DIGEST, ACTOR);

        assertThat(layer).isEqualTo(new Layer(DIGEST, 10_000));
        isLinkedOnce();
    }

    @Test
    void completesWithTheRestAgain() throws IOException {
        failToComplete();
        failToComplete();

        var layer =
                fixture.uploads.complete(
                        repository, id, OptionalLong.of(6_000), rest(), DIGEST, ACTOR);

        assertThat(layer).isEqualTo(new Layer(DIGEST, 10_000));
        isLinkedOnce();
    }

    @Test
    void takesTheBytesThatAreBroughtAgainOnlyOnce() throws IOException {
        var disk = new FullBlobStore(fixture.blobs, Long.MAX_VALUE);
        var uploads = fixture.uploads(disk, 0);
        disk.fullForCommits = true;
        refused(
                Problem.StorageFull.class,
                () -> uploads.complete(repository, id, UNSAID, rest(), DIGEST, ACTOR));
        disk.fullForCommits = false;

        var layer = uploads.complete(repository, id, UNSAID, rest(), DIGEST, ACTOR);

        assertThat(layer).isEqualTo(new Layer(DIGEST, 10_000));
        isLinkedOnce();
    }

    @Test
    void completesByTheApi() throws IOException {
        fixture.append(repository, id, BYTES, 6_000, 10_000);
        database.full = true;
        refused(
                Problem.StorageFull.class,
                () -> fixture.uploads.completeParts(repository, id, List.of(DIGEST), ACTOR));
        database.full = false;

        var layer = fixture.uploads.completeParts(repository, id, List.of(DIGEST), ACTOR);

        assertThat(layer).isEqualTo(new Layer(DIGEST, 10_000));
        isLinkedOnce();
    }

    @Test
    void doesNotCompleteAsAnotherLayer() {
        byte[] another = random(2, 100);
        fixture.push(fixture.repository("other"), another);
        failToComplete();

        refused(
                LayerProblem.LayerDigestMismatch.class,
                () ->
                        fixture.uploads.complete(
                                repository, id, UNSAID, NOTHING, sha256(another), ACTOR));

        assertThat(fixture.layers.find(repository, sha256(another))).isEmpty();
    }

    /** Takes no durable write while it is full. */
    private static final class FullDatabase implements Database {
        private final Database database = new TestDatabase();
        private boolean full;

        @Override
        public <T> T read(Function<Tx, T> work) {
            return database.read(work);
        }

        @Override
        public <T> T write(Function<Tx, T> work) {
            if (full) {
                throw new ProblemException(new Problem.StorageFull());
            }
            return database.write(work);
        }

        @Override
        public <T> T writeRelaxed(Function<Tx, T> work) {
            return database.writeRelaxed(work);
        }

        @Override
        public void close() {
            database.close();
        }
    }
}
