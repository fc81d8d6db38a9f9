package dev.berth.layer;

import static dev.berth.blob.TestBytes.broken;
import static dev.berth.blob.TestBytes.random;
import static dev.berth.blob.TestBytes.sha256;
import static dev.berth.blob.TestBytes.source;
import static dev.berth.layer.LayerFixture.ACTOR;
import static dev.berth.layer.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.oci.Digest;
import dev.berth.problem.LayerProblem;
import dev.berth.problem.Problem;
import dev.berth.repository.Repository;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Of bytes that are not what their digest says nothing stays, wherever they were to lie. */
@ParameterizedClass
@ValueSource(ints = {LayerFixture.SMALL, 20_000})
class WrongUploadsTest {
    private static final OptionalLong UNSAID = OptionalLong.empty();
    private static final Digest WRONG = sha256(random(2, 10));

    /** A few are held in memory, more of them are staged in a file. */
    @Parameter int length;

    @TempDir Path data;
    private byte[] bytes = {};
    private LayerFixture fixture;
    private Uploads uploads;
    private Repository repository;

    @BeforeEach
    void start() {
        bytes = random(1, length);
        fixture = new LayerFixture(data);
        uploads = fixture.uploads;
        repository = fixture.repository("app");
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    @Test
    void aWrongDigestEndsTheUpload() {
        String id = uploads.start(repository).id();

        refused(
                LayerProblem.LayerDigestMismatch.class,
                () -> uploads.complete(repository, id, UNSAID, source(bytes), WRONG, ACTOR));

        refused(LayerProblem.UploadUnknown.class, () -> uploads.status(repository, id));
        nothingIsLeft();
    }

    @Test
    void aWrongDigestEndsAnUploadInParts() {
        String id = uploads.start(repository).id();
        fixture.append(repository, id, bytes, 0, length / 2);
        fixture.append(repository, id, bytes, length / 2, length);

        refused(
                LayerProblem.LayerDigestMismatch.class,
                () -> uploads.complete(repository, id, UNSAID, () -> null, WRONG, ACTOR));

        refused(LayerProblem.UploadUnknown.class, () -> uploads.status(repository, id));
        nothingIsLeft();
    }

    @Test
    void aWrongDigestLeavesNothingOfALayerInOneGo() {
        refused(
                LayerProblem.LayerDigestMismatch.class,
                () -> uploads.put(repository, source(bytes), WRONG, ACTOR));

        nothingIsLeft();
    }

    @Test
    void leavesNothingOfALayerInOneGoThatBrokeOff() {
        refused(
                Problem.BodyBroken.class,
                () -> uploads.put(repository, broken(source(bytes)), sha256(bytes), ACTOR));

        nothingIsLeft();
    }

    private void nothingIsLeft() {
        assertThat(data.resolve("staging"))
                .satisfiesAnyOf(
                        folder -> assertThat(folder).doesNotExist(),
                        folder -> assertThat(folder).isEmptyDirectory());
        assertThat(fixture.rows("upload")).isZero();
        assertThat(fixture.rows("blob")).isZero();
        assertThat(fixture.rows("repository_blob")).isZero();
        assertThat(fixture.events()).isEmpty();
    }
}
