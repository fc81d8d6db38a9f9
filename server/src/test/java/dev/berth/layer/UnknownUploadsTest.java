package dev.berth.layer;

import static dev.berth.blob.TestBytes.random;
import static dev.berth.blob.TestBytes.sha256;
import static dev.berth.blob.TestBytes.source;
import static dev.berth.layer.LayerFixture.ACTOR;
import static dev.berth.layer.LayerFixture.REGISTRY;
import static dev.berth.layer.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.problem.LayerProblem;
import dev.berth.problem.RepositoryProblem;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An upload is known in its repository, until it has ended. */
class UnknownUploadsTest extends UploadFixture {
    @Test
    void knowsNoUploadThatWasNeverStarted() {
        for (String id : List.of("00000000-0000-4000-8000-000000000000", "..", "a/b", "")) {
            refused(LayerProblem.UploadUnknown.class, () -> uploads.status(repository, id));
        }
    }

    @Test
    void knowsAnUploadOnlyInItsRepository() {
        String id = uploads.start(repository).id();
        var other = fixture.repository("other");
        byte[] bytes = random(16, 10);

        refused(LayerProblem.UploadUnknown.class, () -> uploads.status(other, id));
        refused(LayerProblem.UploadUnknown.class, () -> fixture.append(other, id, bytes, 0, 10));
        refused(LayerProblem.UploadUnknown.class, () -> uploads.cancel(other, id));
        refused(
                LayerProblem.UploadUnknown.class,
                () -> uploads.complete(other, id, UNSAID, source(bytes), sha256(bytes), ACTOR));
        assertThat(uploads.status(repository, id).offset()).isZero();
    }

    @Test
    void endsACancelledUpload() {
        byte[] bytes = random(17, 10);
        String id = uploads.start(repository).id();
        fixture.append(repository, id, bytes, 0, 10);

        uploads.cancel(repository, id);

        refused(LayerProblem.UploadUnknown.class, () -> uploads.status(repository, id));
        assertThat(data.resolve("staging")).isEmptyDirectory();
    }

    @Test
    void endsAnUploadOnce() {
        byte[] bytes = random(18, 10);
        String id = uploads.start(repository).id();
        uploads.complete(repository, id, UNSAID, source(bytes), sha256(bytes), ACTOR);

        refused(
                LayerProblem.UploadUnknown.class,
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

        refused(LayerProblem.UploadUnknown.class, () -> uploads.status(namesake, id));
        assertThat(fixture.layers.find(namesake, sha256(bytes))).isEmpty();
        assertThat(fixture.rows("upload")).isZero();
        refused(
                RepositoryProblem.RepositoryUnknown.class,
                () -> uploads.put(repository, source(bytes), sha256(bytes), ACTOR));
        refused(RepositoryProblem.RepositoryUnknown.class, () -> uploads.start(repository));
    }
}
