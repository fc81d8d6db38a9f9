package dev.berth.layer;

import static dev.berth.blob.TestBytes.random;
import static dev.berth.blob.TestBytes.source;
import static dev.berth.layer.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.problem.LayerProblem;
import dev.berth.repository.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UploadExpiryJobTest {
    private static final Duration DAY_AND_MORE = Duration.ofHours(25);

    @TempDir Path data;
    private LayerFixture fixture;
    private Repository repository;
    private UploadExpiryJob job;

    @BeforeEach
    void start() {
        fixture = new LayerFixture(data);
        repository = fixture.repository("app");
        job = new UploadExpiryJob(fixture.uploads, Duration.ofHours(24));
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    @Test
    void endsUploadsThatAreIdleForADay() throws IOException {
        String started = fixture.uploads.start(repository).id();
        String begun = fixture.uploads.start(repository).id();
        fixture.append(repository, begun, random(1, 10), 0, 10);
        fixture.uploads.rows().writeBegun();
        fixture.clock.advance(DAY_AND_MORE);

        job.run();

        refused(
                LayerProblem.UploadUnknown.class,
                () -> fixture.uploads.status(repository, started));
        refused(LayerProblem.UploadUnknown.class, () -> fixture.uploads.status(repository, begun));
        assertThat(fixture.rows("upload")).isZero();
        assertThat(data.resolve("staging")).isEmptyDirectory();
    }

    @Test
    void keepsUploadsThatMoveOn() throws IOException {
        String fresh = fixture.uploads.start(repository).id();
        fixture.clock.advance(DAY_AND_MORE);
        String id = fixture.uploads.start(repository).id();
        fixture.append(repository, fresh, random(1, 10), 0, 10);
        touch(fresh);

        job.run();

        assertThat(fixture.uploads.status(repository, fresh).offset()).isEqualTo(10);
        assertThat(fixture.uploads.status(repository, id).offset()).isZero();
    }

    @Test
    void removesBytesThatNoUploadOwns() throws IOException {
        try (var staged = fixture.blobs.stage("orphan")) {
            staged.append(source(random(2, 10)), 100);
        }
        job.run();
        assertThat(data.resolve("staging/orphan")).exists();
        fixture.clock.advance(DAY_AND_MORE);

        job.run();

        assertThat(data.resolve("staging")).isEmptyDirectory();
    }

    @Test
    void endsMoreThanABatch() {
        for (int i = 0; i < 1_100; i++) {
            fixture.uploads.start(repository);
        }
        fixture.clock.advance(DAY_AND_MORE);

        job.run();

        assertThat(fixture.rows("upload")).isZero();
    }

    /** As if the bytes had come at the time of the clock. */
    private void touch(String id) throws IOException {
        Files.setLastModifiedTime(
                data.resolve("staging").resolve(id), FileTime.from(fixture.clock.instant()));
    }
}
