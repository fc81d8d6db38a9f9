package dev.berth.layer;

import dev.berth.blob.ByteSource;
import dev.berth.repository.Repository;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Uploads into one repository. */
abstract class UploadFixture {
    static final OptionalLong UNSAID = OptionalLong.empty();
    static final ByteSource NOTHING = () -> null;

    @TempDir Path data;
    LayerFixture fixture;
    Uploads uploads;
    Repository repository;

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
}
