package dev.berth.layer;

import static dev.berth.blob.TestBytes.pieces;
import static dev.berth.blob.TestBytes.random;
import static dev.berth.blob.TestBytes.sha256;
import static dev.berth.blob.TestBytes.source;
import static dev.berth.layer.LayerFixture.ACTOR;
import static dev.berth.layer.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.blob.ByteSource;
import dev.berth.problem.LayerProblem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** When an upload has a row: not while it has just begun, and before much has come of it. */
class UploadRowsTest extends UploadFixture {
    @Test
    void anUploadThatHasJustBegunNeedsNoRow() throws IOException {
        byte[] bytes = random(24, 1_000);
        String id = uploads.start(repository).id();
        assertThat(fixture.rows("upload")).isZero();

        uploads.complete(repository, id, UNSAID, source(bytes), sha256(bytes), ACTOR);

        assertThat(fixture.read(repository, sha256(bytes))).isEqualTo(bytes);
        refused(LayerProblem.UploadUnknown.class, () -> uploads.status(repository, id));
        uploads.rows().writeBegun();
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
        refused(LayerProblem.UploadUnknown.class, () -> uploads.status(repository, used));
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
}
