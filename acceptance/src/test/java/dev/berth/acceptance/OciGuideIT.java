package dev.berth.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The commands of docs/guide/oci.md. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OciGuideIT {

    private GuidedBerth berth;

    @BeforeAll
    void start(@TempDir Path folder) {
        Clients.need(Clients.CURL);
        berth = GuidedBerth.start(folder, Guide.oci());
    }

    @AfterAll
    @SuppressWarnings("NullAway") // null where the start was skipped
    void stop() {
        if (berth != null) {
            berth.close();
        }
    }

    @Test
    void listsReferrersInBothProtocols() throws IOException {
        var shell = berth.follow("Referrers");

        assertThat(GuidedBerth.read(shell, "referrers.json"))
                .contains("\"artifactType\":\"application/vnd.example.note\"")
                .contains("\"annotations\":{\"by\":\"someone\"}");
        var subject = berth.digest("demo/app", "1");
        assertThat(
                        berth.ecr()
                                .listImageReferrers(r ->
                                        r.repositoryName("demo/app")
                                                .subjectId(s -> s.imageDigest(subject)))
                                .referrers())
                .singleElement()
                .satisfies(referrer ->
                        assertThat(referrer.artifactType())
                                .isEqualTo("application/vnd.example.note"));
    }

    @Test
    void mountsAsTheSettingSays() {
        assertThat(berth.output("Mounts").lines().filter(line -> line.matches("20[0-9]")))
                .containsExactly("202", "201", "201", "202");
    }

    @Test
    void takesManifestsWithGapsOnceTheRepositoryAllowsThem() {
        assertThat(berth.output("Sparse repositories").lines().filter(l -> l.matches("[0-9]{3}")))
                .containsExactly("400", "201");
    }
}
