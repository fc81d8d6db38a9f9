package dev.berth.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** cosign's signatures, SBOMs and attestations, under tags and as referrers. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CosignIT {

    private static final String VERIFY =
            "cosign verify --trusted-root root.json --insecure-ignore-tlog --key cosign.pub ";

    private final Random random = new Random(5);
    private GuidedBerth berth;

    @BeforeAll
    void start(@TempDir Path folder) {
        Clients.prefer(Clients.COSIGN);
        berth = GuidedBerth.start(folder);
    }

    @AfterAll
    @SuppressWarnings("NullAway") // null where the start was skipped
    void stop() {
        if (berth != null) {
            berth.close();
        }
    }

    @Test
    void signsUnderTags() throws IOException {
        var image = pushed("signed");
        String tag = image.digest().replace(':', '-');

        var shell = berth.follow("Signing with cosign");

        assertThat(tags("signed"))
                .containsExactlyInAnyOrder("1", tag + ".sig", tag + ".sbom", tag + ".att");
        shell.run("cmp sbom.json downloaded.json");
        refusesWhatIsNotSigned(shell, "signed", "");
    }

    @Test
    void addsASignatureToOneThatIsThere() throws IOException {
        var image = pushed("signed-twice");
        var shell = berth.shellFor("twice");
        shell.run(
                "aws ecr get-login-password | cosign login -u AWS --password-stdin $BERTH_REGISTRY");
        shell.run("cosign trusted-root create --out root.json");
        for (String key : List.of("one", "two")) {
            shell.run("cosign generate-key-pair --output-key-prefix " + key);
            shell.run(
                    "cosign sign -y --tlog-upload=false --key %s.key $BERTH_REGISTRY/signed-twice@%s"
                            .formatted(key, image.digest()));
        }

        for (String key : List.of("one", "two")) {
            String verify = VERIFY.replace("cosign.pub", key + ".pub");
            shell.run(verify + "$BERTH_REGISTRY/signed-twice@" + image.digest());
        }
        String tag = image.digest().replace(':', '-') + ".sig";
        assertThat(berth.manifest("signed-twice", tag).at("/layers")).hasSize(2);
    }

    @Test
    void signsByReferrers() throws IOException {
        var image = pushed("signed-11");

        var shell = berth.follow("Signing with cosign, by referrers");

        assertThat(tags("signed-11")).containsExactly("1");
        assertThat(berth.referrers("signed-11", image.digest()))
                .containsExactlyInAnyOrder(
                        "application/vnd.dev.cosign.artifact.sig.v1+json",
                        "application/vnd.dev.cosign.artifact.sbom.v1+json",
                        "application/vnd.dev.sigstore.bundle.v0.3+json");
        refusesWhatIsNotSigned(
                shell.with("COSIGN_EXPERIMENTAL", "1"), "signed-11", "--experimental-oci11 ");
    }

    private void refusesWhatIsNotSigned(Shell shell, String repository, String options)
            throws IOException {
        var other = SmallImage.random(random, 1, 100);
        berth.v2().push(repository, "other", other);

        assertThat(
                        shell.refused(
                                VERIFY
                                        + options
                                        + "$BERTH_REGISTRY/%s@%s"
                                                .formatted(repository, other.digest())))
                .contains("no signatures found");
    }

    private SmallImage pushed(String repository) throws IOException {
        berth.ecr().createRepository(r -> r.repositoryName(repository));
        var image = SmallImage.random(random, 2, 10_000);
        berth.v2().push(repository, "1", image);
        return image;
    }

    private List<String> tags(String repository) throws IOException {
        var response = berth.v2().get("/v2/" + repository + "/tags/list");
        return JsonMapper.shared()
                .readTree(response.body())
                .at("/tags")
                .valueStream()
                .map(tag -> tag.asString())
                .toList();
    }
}
