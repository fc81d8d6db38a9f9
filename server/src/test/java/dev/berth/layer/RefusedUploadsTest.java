package dev.berth.layer;

import static dev.berth.blob.TestBytes.pieces;
import static dev.berth.blob.TestBytes.random;
import static dev.berth.blob.TestBytes.sha256;
import static dev.berth.blob.TestBytes.source;
import static dev.berth.layer.LayerFixture.ACTOR;
import static dev.berth.layer.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.problem.LayerProblem;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** A part that is refused changes nothing of its upload. */
class RefusedUploadsTest extends UploadFixture {
    @Test
    void refusesAPartOutOfOrderAndStaysWhereItWas() {
        byte[] bytes = random(8, 1_000);
        String id = uploads.start(repository).id();
        fixture.append(repository, id, bytes, 0, 500);

        for (int first : new int[] {0, 499, 501}) {
            var problem =
                    refused(
                            LayerProblem.PartOutOfOrder.class,
                            () -> fixture.append(repository, id, bytes, first, first + 10));
            assertThat(problem.offset()).isEqualTo(500);
        }
        refused(
                LayerProblem.PartOutOfOrder.class,
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
                            LayerProblem.PartSizeMismatch.class,
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
                LayerProblem.LayerTooLarge.class,
                () -> fixture.append(repository, id, bytes, 1_000, limit + 1));
        refused(
                LayerProblem.LayerTooLarge.class,
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
}
