package dev.berth.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainer;
import com.google.cloud.tools.jib.api.RegistryImage;
import com.google.cloud.tools.jib.api.buildplan.ImageFormat;
import com.google.cloud.tools.jib.api.buildplan.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jib builds images without an engine, here for two platforms and from nothing. */
class JibIT {

    private static final String OVER_HTTP = "sendCredentialsOverHttp";

    @TempDir Path folder;

    @BeforeEach
    void allowPlainHttp() {
        System.setProperty(OVER_HTTP, "true");
    }

    @AfterEach
    void forbidPlainHttp() {
        System.clearProperty(OVER_HTTP);
    }

    @Test
    void pushesAnImageForTwoPlatforms() throws Exception {
        try (var berth = GuidedBerth.start(folder)) {
            berth.guide().hasTheCodeOf(JibIT.class, "Jib");
            berth.ecr().createRepository(r -> r.repositoryName("jib"));

            var first = pushed(berth.registry(), berth.password(), program());
            var again = pushed(berth.registry(), berth.password(), program());

            var list = berth.manifest("jib", "1");
            assertThat(list.at("/mediaType").asString()).isEqualTo(Content.DOCKER_LIST);
            assertThat(berth.digest("jib", "1")).isEqualTo(first.getDigest().toString());
            assertThat(again.getDigest()).isEqualTo(first.getDigest());
            assertThat(list.at("/manifests").valueStream())
                    .extracting(image -> image.at("/platform/architecture").asString())
                    .containsExactlyInAnyOrder("amd64", "arm64");
            for (var image : list.at("/manifests")) {
                var manifest = berth.manifest("jib", image.at("/digest").asString());
                assertThat(manifest.at("/layers")).hasSize(1);
            }
        }
    }

    @Test
    void pushesAnImageInTheFormatOfOci() throws Exception {
        try (var berth = GuidedBerth.start(folder)) {
            berth.ecr().createRepository(r -> r.repositoryName("jib"));
            var target =
                    RegistryImage.named(berth.registry() + "/jib:oci")
                            .addCredential("AWS", berth.password());

            var image =
                    Jib.fromScratch()
                            .setFormat(ImageFormat.OCI)
                            .addLayer(List.of(program()), "/app")
                            .containerize(
                                    Containerizer.to(target)
                                            .withAdditionalTag("newest")
                                            .setAllowInsecureRegistries(true));

            assertThat(berth.digest("jib", "newest")).isEqualTo(image.getDigest().toString());
            assertThat(berth.manifest("jib", "oci").at("/mediaType").asString())
                    .isEqualTo(Content.OCI_MANIFEST);
        }
    }

    private Path program() throws IOException {
        return Files.writeString(folder.resolve("program"), "#!/bin/sh\necho hello\n");
    }

    private static JibContainer pushed(String registry, String password, Path program)
            throws Exception {
        return Jib.fromScratch()
                .setPlatforms(
                        Set.of(new Platform("amd64", "linux"), new Platform("arm64", "linux")))
                .addLayer(List.of(program), "/app")
                .setEntrypoint("/app/program")
                .containerize(
                        Containerizer.to(
                                        RegistryImage.named(registry + "/jib:1")
                                                .addCredential("AWS", password))
                                .setAllowInsecureRegistries(true));
    }
}
