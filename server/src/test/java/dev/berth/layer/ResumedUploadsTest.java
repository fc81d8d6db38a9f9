package dev.berth.layer;

import static dev.berth.blob.TestBytes.broken;
import static dev.berth.blob.TestBytes.pieces;
import static dev.berth.blob.TestBytes.random;
import static dev.berth.blob.TestBytes.sha256;
import static dev.berth.blob.TestBytes.source;
import static dev.berth.layer.LayerFixture.ACTOR;
import static dev.berth.layer.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.problem.Problem;
import java.io.IOException;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What an upload still has after its client, the server or the disk let it down. */
class ResumedUploadsTest extends UploadFixture {
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
}
