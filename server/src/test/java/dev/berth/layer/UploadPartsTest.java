package dev.berth.layer;

import static dev.berth.blob.TestBytes.digest;
import static dev.berth.blob.TestBytes.pieces;
import static dev.berth.blob.TestBytes.random;
import static dev.berth.blob.TestBytes.sha256;
import static dev.berth.layer.LayerFixture.ACTOR;
import static dev.berth.layer.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.oci.DigestAlgorithm;
import dev.berth.problem.LayerProblem;
import dev.berth.problem.Problem;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The rules of uploads by the API. */
class UploadPartsTest extends UploadFixture {
    private static final int MINIMUM = 5 << 20;

    @Test
    void takesPartsOfWhichOnlyTheLastIsSmall() throws IOException {
        byte[] bytes = random(1, 2 * MINIMUM + 10);
        String id = uploads.start(repository).id();
        appendPart(id, bytes, 0, MINIMUM);
        appendPart(id, bytes, MINIMUM, 2 * MINIMUM);
        appendPart(id, bytes, 2 * MINIMUM, bytes.length);

        var layer = uploads.completeParts(repository, id, List.of(sha256(bytes)), ACTOR);

        assertThat(layer.size()).isEqualTo(bytes.length);
        assertThat(fixture.read(repository, layer.digest())).isEqualTo(bytes);
    }

    @Test
    void refusesASmallPartThatIsNotTheLast() {
        byte[] bytes = random(2, MINIMUM + 10);
        String id = uploads.start(repository).id();
        appendPart(id, bytes, 0, MINIMUM - 1);
        appendPart(id, bytes, MINIMUM - 1, bytes.length);

        refused(
                LayerProblem.PartTooSmall.class,
                () -> uploads.completeParts(repository, id, List.of(sha256(bytes)), ACTOR));
    }

    @Test
    void waivesTheRuleForPartsFromBeforeARestart() {
        byte[] bytes = random(3, 100);
        String id = uploads.start(repository).id();
        appendPart(id, bytes, 0, 50);
        fixture.restart();
        uploads = fixture.uploads;
        appendPart(id, bytes, 50, 100);

        var layer = uploads.completeParts(repository, id, List.of(sha256(bytes)), ACTOR);

        assertThat(layer.size()).isEqualTo(100);
    }

    @Test
    void refusesMorePartsThanALayerMayHave() {
        byte[] bytes = random(4, 4_201);
        String id = uploads.start(repository).id();
        for (int part = 0; part < 4_200; part++) {
            appendPart(id, bytes, part, part + 1);
        }

        refused(Problem.QuotaExceeded.class, () -> appendPart(id, bytes, 4_200, 4_201));
    }

    @Test
    void refusesToCompleteAnUploadWithoutAPart() {
        String id = uploads.start(repository).id();

        refused(
                LayerProblem.UploadEmpty.class,
                () -> uploads.completeParts(repository, id, List.of(sha256(new byte[0])), ACTOR));
    }

    @Test
    void saysThatALayerIsHereAlready() {
        byte[] bytes = random(5, 100);
        fixture.push(repository, bytes);
        String id = uploads.start(repository).id();
        appendPart(id, bytes, 0, 100);

        refused(
                LayerProblem.LayerExists.class,
                () -> uploads.completeParts(repository, id, List.of(sha256(bytes)), ACTOR));

        refused(LayerProblem.UploadUnknown.class, () -> uploads.status(repository, id));
        assertThat(data.resolve("staging")).isEmptyDirectory();
    }

    @Test
    void takesAnyDigestThatMatches() {
        byte[] bytes = random(6, 100);
        String id = uploads.start(repository).id();
        appendPart(id, bytes, 0, 100);
        var sha512 = digest(DigestAlgorithm.SHA512, bytes);
        var wrong = sha256(random(7, 10));

        var layer = uploads.completeParts(repository, id, List.of(wrong, sha512), ACTOR);

        assertThat(layer.digest()).isEqualTo(sha512);
    }

    @Test
    void refusesDigestsOfWhichNoneMatches() {
        byte[] bytes = random(8, 100);
        String id = uploads.start(repository).id();
        appendPart(id, bytes, 0, 100);
        var wrong = List.of(sha256(random(9, 10)), digest(DigestAlgorithm.SHA512, new byte[1]));

        var problem =
                refused(
                        LayerProblem.LayerDigestMismatch.class,
                        () -> uploads.completeParts(repository, id, wrong, ACTOR));

        assertThat(problem.calculated()).contains(sha256(bytes).toString());
        refused(LayerProblem.UploadUnknown.class, () -> uploads.status(repository, id));
    }

    private void appendPart(String id, byte[] bytes, int from, int to) {
        uploads.appendPart(
                repository,
                id,
                from,
                to - from,
                pieces(bytes, from, to - from, Math.min(to - from, 1 << 20)));
    }
}
