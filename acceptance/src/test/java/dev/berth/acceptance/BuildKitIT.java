package dev.berth.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;
import tools.jackson.databind.JsonNode;

/** BuildKit's indexes with attestations and its caches. */
class BuildKitIT {

    private static final String SECTION = "BuildKit";

    @TempDir Path folder;
    private RealBuildKit buildKit;
    private GuidedBerth berth;

    @BeforeEach
    void start() throws IOException {
        Clients.prefer(Clients.CRANE);
        buildKit = RealBuildKit.start(folder);
        berth = GuidedBerth.start(folder);
    }

    @AfterEach
    @SuppressWarnings("NullAway") // null where the start was skipped
    void stop() {
        if (berth != null) {
            berth.close();
        }
        if (buildKit != null) {
            buildKit.close();
        }
    }

    @Test
    void pushesAnIndexWithAttestationsAndACache() {
        var shell = buildKit.in(berth.shellFor(SECTION));
        String build = berth.guide().blocks(SECTION, "sh");
        shell.run(build);

        var entries = berth.manifest("built", "1").at("/manifests");
        assertThat(entries.valueStream())
                .extracting(entry -> entry.at("/platform/architecture").asString())
                .containsExactlyInAnyOrder("amd64", "arm64", "unknown", "unknown");
        for (JsonNode entry : entries) {
            assertThat(berth.manifest("built", entry.at("/digest").asString()).at("/layers"))
                    .hasSize(1);
        }
        refusesToRemove(entries.get(0).at("/digest").asString());
        assertThat(berth.manifest("built", "cache").at("/config/mediaType").asString())
                .isEqualTo("application/vnd.buildkit.cacheconfig.v0");

        shell.run("buildctl prune --all");
        assertThat(shell.attempt(build.substring(build.indexOf("buildctl"))).err())
                .contains("inferred cache manifest type: " + Content.OCI_MANIFEST, "CACHED");
    }

    @Test
    void refusesACacheThatIsAnIndexOfLayers() {
        var shell = buildKit.in(berth.shellFor(SECTION));
        String build = berth.guide().blocks(SECTION, "sh");

        assertThat(shell.refused(build.replace("image-manifest=true", "image-manifest=false")))
                .contains("400 Bad Request", "Images with digests", "do not exist");
    }

    private void refusesToRemove(String child) {
        var id = ImageIdentifier.builder().imageDigest(child).build();
        var answer =
                berth.ecr().batchDeleteImage(r -> r.repositoryName("built").imageIds(List.of(id)));
        assertThat(answer.failures())
                .extracting(failure -> failure.failureCodeAsString())
                .containsExactly("ImageReferencedByManifestList");
    }
}
