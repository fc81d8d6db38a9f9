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

/** skopeo over plain http, as docs/guide/clients.md shows it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SkopeoIT {

    private final Random random = new Random(7);
    private PackedBerth berth;
    private Shell shell;
    private V2 v2;

    @BeforeAll
    void start(@TempDir Path folder) {
        Clients.need(Clients.AWS, Clients.SKOPEO);
        berth = PackedBerth.start(folder);
        shell = berth.shell().with("REGISTRY_AUTH_FILE", folder.resolve("auth.json").toString());
        shell.run(
                "aws ecr get-login-password | skopeo login --tls-verify=false --username AWS"
                        + " --password-stdin $BERTH_REGISTRY");
        try (var ecr = new Sdk(berth).ecr()) {
            v2 = new V2(berth.endpoint(), Sdk.login(ecr));
        }
    }

    @AfterAll
    @SuppressWarnings("NullAway") // null where the start was skipped
    void stop() {
        if (berth != null) {
            berth.close();
        }
        if (v2 != null) {
            v2.close();
        }
    }

    @Test
    void copiesInspectsListsAndDeletes() throws IOException {
        create("skopeo/one");
        create("skopeo/two");
        var image = SmallImage.random(random, 3, 100_000);
        v2.push("skopeo/one", "1", image);

        shell.run(
                "skopeo copy --src-tls-verify=false docker://$BERTH_REGISTRY/skopeo/one:1 dir:copy");
        shell.run(
                "skopeo copy --preserve-digests --dest-tls-verify=false dir:copy docker://$BERTH_REGISTRY/skopeo/two:2");

        assertThat(inspected("skopeo/two:2", "{{.Digest}}")).isEqualTo(image.digest());
        assertThat(inspected("skopeo/two:2", "{{len .Layers}}")).isEqualTo("3");
        v2.verify("skopeo/two", "2", image);
        var tags =
                JsonMapper.shared()
                        .readTree(
                                shell.run(
                                        "skopeo list-tags --tls-verify=false"
                                                + " docker://$BERTH_REGISTRY/skopeo/two"));
        assertThat(tags.at("/Tags").toString()).isEqualTo("[\"2\"]");
        shell.run("skopeo delete --tls-verify=false docker://$BERTH_REGISTRY/skopeo/two:2");
        assertThat(
                        shell.run(
                                "aws ecr list-images --repository-name skopeo/two --query imageIds"
                                        + " --output json"))
                .isEqualTo("[]");
    }

    @Test
    void copiesAnIndexWithItsAttestations() throws IOException {
        create("indexed");
        create("indexed-copy");
        var amd64 = image("amd64");
        var arm64 = image("arm64");
        var proofs = List.of(attestation(amd64), attestation(arm64));
        for (SmallImage each : List.of(amd64, arm64, proofs.getFirst(), proofs.getLast())) {
            v2.push("indexed", each.digest(), each);
        }
        var index =
                Content.index(
                        amd64.manifest(),
                        arm64.manifest(),
                        proofs.getFirst().manifest(),
                        proofs.getLast().manifest());
        v2.pushManifest("indexed", "latest", index);

        shell.run(
                "skopeo copy --all --preserve-digests --src-tls-verify=false --dest-tls-verify=false"
                        + " docker://$BERTH_REGISTRY/indexed:latest"
                        + " docker://$BERTH_REGISTRY/indexed-copy:latest");

        assertThat(
                        shell.run(
                                "skopeo inspect --raw --tls-verify=false docker://$BERTH_REGISTRY/indexed-copy:latest"))
                .isEqualTo(index.text());
        v2.verify("indexed-copy", arm64.digest(), arm64);
        v2.verifyBlob("indexed-copy", proofs.getLast().layers().getFirst());
        assertThat(
                        shell.run(
                                "aws ecr describe-images --repository-name indexed-copy --query"
                                        + " 'length(imageDetails)' --output text"))
                .isEqualTo("5");
        assertThat(
                        shell.run(
                                "aws ecr batch-delete-image --repository-name indexed-copy --image-ids"
                                        + " imageDigest=%s --query failures[].failureCode --output text"
                                                .formatted(amd64.digest())))
                .isEqualTo("ImageReferencedByManifestList");
    }

    @Test
    void reachesARegistryByItsFullName() throws IOException {
        String name = "000000000000.dkr.ecr.us-east-1.localhost";
        if (shell.attempt("getent hosts " + name).exit() != 0) {
            Clients.missing(name + " does not resolve: apt-get install libnss-myhostname");
        }
        create("named");
        var image = SmallImage.random(random, 1, 1000);
        v2.push("named", "1", image);
        String registry = name + ":" + berth.port();

        assertThat(shell.run("echo $BERTH_REGISTRY")).isEqualTo(registry);
        shell.run(
                "aws ecr get-login-password | skopeo login --tls-verify=false --username AWS"
                        + " --password-stdin "
                        + registry);
        assertThat(
                        shell.run(
                                "skopeo inspect --tls-verify=false --format {{.Digest}} docker://%s/named:1"
                                        .formatted(registry)))
                .isEqualTo(image.digest());
        // The name says another region, so the repository of us-east-1 is not there.
        assertThat(
                        shell.refused(
                                "skopeo inspect --tls-verify=false --creds AWS:$(aws ecr"
                                        + " get-login-password --region eu-west-1)"
                                        + " docker://%s/named:1"
                                                .formatted(
                                                        registry.replace(
                                                                "us-east-1", "eu-west-1"))))
                .contains("name unknown");
    }

    @Test
    void pushesToTheRegionOfTheTokenUnderAPlainName() throws IOException {
        create("regional --region eu-west-1");
        var image = SmallImage.random(random, 1, 1000);
        image.write(shell.folder().resolve("regional"));

        shell.run(
                "skopeo copy --preserve-digests --dest-tls-verify=false --dest-creds AWS:$(aws ecr get-login-password"
                        + " --region eu-west-1) dir:regional docker://localhost:%d/regional:1"
                                .formatted(berth.port()));

        assertThat(
                        shell.run(
                                "aws ecr describe-images --region eu-west-1 --repository-name regional"
                                        + " --query imageDetails[].imageDigest --output text"))
                .isEqualTo(image.digest());
        assertThat(shell.refused("aws ecr describe-images --repository-name regional"))
                .contains("RepositoryNotFoundException");
    }

    private SmallImage image(String architecture) {
        return SmallImage.of(
                Content.config(architecture, random), List.of(Content.layer(random, 5000)));
    }

    private SmallImage attestation(SmallImage image) {
        return SmallImage.of(
                Content.config("unknown", random), List.of(Content.statementFor(image.manifest())));
    }

    private String inspected(String image, String format) {
        return shell.run(
                "skopeo inspect --tls-verify=false --format '%s' docker://$BERTH_REGISTRY/%s"
                        .formatted(format, image));
    }

    private void create(String repository) {
        shell.run("aws ecr create-repository --repository-name " + repository);
    }
}
