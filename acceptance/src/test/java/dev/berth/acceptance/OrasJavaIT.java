package dev.berth.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import land.oras.ArtifactType;
import land.oras.ContainerRef;
import land.oras.CopyUtils;
import land.oras.LocalPath;
import land.oras.Registry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** ORAS as a library for Java: artifacts, what refers to them, and copies of both. */
class OrasJavaIT {

    @TempDir Path folder;

    @Test
    void pushesPullsAttachesAndCopiesArtifacts() throws Exception {
        Path paper = Files.writeString(folder.resolve("paper.txt"), "it all fits");
        Path review = Files.writeString(folder.resolve("review.txt"), "it does");
        Path pulled = Files.createDirectories(folder.resolve("pulled"));
        try (var berth = GuidedBerth.start(folder)) {
            berth.guide().hasTheCodeOf(OrasJavaIT.class, "ORAS in Java");
            berth.ecr().createRepository(r -> r.repositoryName("papers"));
            berth.ecr().createRepository(r -> r.repositoryName("papers-copy"));
            String registry = berth.registry();
            String password = berth.password();

            var oras = Registry.builder().insecure(registry, "AWS", password).build();
            var reference = ContainerRef.parse(registry + "/papers:1");
            var pushed =
                    oras.pushArtifact(
                            reference,
                            ArtifactType.from("application/vnd.example.paper"),
                            LocalPath.of(paper, "text/plain"));
            oras.attachArtifact(
                    reference,
                    ArtifactType.from("application/vnd.example.review"),
                    LocalPath.of(review, "text/plain"));
            oras.pullArtifact(reference, pulled, true);

            assertThat(pulled.resolve("paper.txt")).hasSameBinaryContentAs(paper);
            assertThat(pushed.getDescriptor().getDigest()).isEqualTo(berth.digest("papers", "1"));
            var copy = ContainerRef.parse(registry + "/papers-copy:1");
            CopyUtils.copy(oras, reference, oras, copy, CopyUtils.CopyOptions.deep());
            for (String repository : new String[] {"papers", "papers-copy"}) {
                var subject =
                        ContainerRef.parse(registry + "/" + repository)
                                .withDigest(berth.digest(repository, "1"));
                assertThat(
                                oras.getReferrers(
                                                subject,
                                                ArtifactType.from("application/vnd.example.review"))
                                        .getManifests())
                        .hasSize(1);
                assertThat(
                                oras.getReferrers(subject, ArtifactType.from("application/none"))
                                        .getManifests())
                        .isEmpty();
            }
        }
    }
}
