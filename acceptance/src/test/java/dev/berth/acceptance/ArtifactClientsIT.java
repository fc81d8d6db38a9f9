package dev.berth.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** Programs that push charts, files and reports: the commands of docs/guide/artifacts.md. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ArtifactClientsIT {

    private GuidedBerth berth;

    @BeforeAll
    void start(@TempDir Path folder) {
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
    void helmPushesAndPullsCharts() {
        Clients.prefer(Clients.HELM);

        var shell = berth.follow("Helm");

        shell.run("cmp web-0.1.0.tgz pulled/web-0.1.0.tgz");
        assertThat(berth.manifest("charts/web", "0.1.0").at("/config/mediaType").asString())
                .isEqualTo("application/vnd.cncf.helm.config.v1+json");
        assertThat(berth.ecr().describeImages(r -> r.repositoryName("charts/web")).imageDetails())
                .flatExtracting(image -> image.imageTags())
                .containsExactlyInAnyOrder("0.1.0", "0.2.0");
        assertThat(berth.ecr().describeImages(r -> r.repositoryName("charts/web")).imageDetails())
                .allSatisfy(image ->
                        assertThat(image.artifactMediaType())
                                .isEqualTo("application/vnd.cncf.helm.config.v1+json"));
        assertThat(shell.refused("helm pull --plain-http oci://$BERTH_REGISTRY/charts/web"))
                .contains("basic credential not found");
    }

    @Test
    void helmTakesTheNewestVersionThatFits() {
        Clients.prefer(Clients.HELM);
        var shell = berth.shellFor("ranges");
        shell.run("aws ecr create-repository --repository-name charts/ranges");
        shell.run(
                "aws ecr get-login-password | helm registry login --plain-http --username AWS"
                        + " --password-stdin $BERTH_REGISTRY && helm create ranges");
        for (String version : new String[] {"0.9.0", "0.10.0", "1.0.0"}) {
            shell.run(
                    "helm package ranges --version %1$s && helm push --plain-http ranges-%1$s.tgz oci://$BERTH_REGISTRY/charts"
                            .formatted(version));
        }

        assertThat(
                        shell.run(
                                "helm show chart --plain-http oci://$BERTH_REGISTRY/charts/ranges"
                                        + " --version '<1.0'"))
                .contains("version: 0.10.0");
    }

    @Test
    void regctlPutsGetsListsAndCopiesArtifacts() {
        Clients.prefer(Clients.REGCTL);

        var shell = berth.follow("regctl");

        assertThat(shell.run("regctl artifact get $BERTH_REGISTRY/reports:1"))
                .isEqualTo("{\"passed\": 12}");
        assertThat(berth.manifest("reports", "1").at("/artifactType").asString())
                .isEqualTo("application/vnd.example.report");
        for (String repository : new String[] {"reports", "reports-copy"}) {
            String image = "$BERTH_REGISTRY/" + repository + ":1";
            assertThat(
                            JsonMapper.shared()
                                    .readTree(
                                            shell.run(
                                                    "regctl artifact list --format '{{jsonPretty .}}' "
                                                            + image))
                                    .at("/descriptors"))
                    .singleElement()
                    .satisfies(review -> {
                        assertThat(review.at("/artifactType").asString())
                                .isEqualTo("application/vnd.example.review");
                        assertThat(review.at("/annotations/by").asString()).isEqualTo("someone");
                    });
            assertThat(
                            shell.run(
                                    "regctl artifact get --filter-artifact-type"
                                            + " application/vnd.example.review --subject "
                                            + image))
                    .isEqualTo("looks good");
            assertThat(shell.run("regctl artifact tree " + image))
                    .contains(berth.digest("reports", "1"), ": application/vnd.example.review");
        }
        assertThat(
                        shell.run(
                                "regctl artifact list --filter-artifact-type application/vnd.other"
                                        + " --format '{{len .Descriptors}}' $BERTH_REGISTRY/reports:1"))
                .isEqualTo("0");
    }

    @Test
    void craneAppendsValidatesAndCopies() throws IOException {
        Clients.prefer(Clients.CRANE);

        var shell = berth.follow("crane");

        assertThat(shell.run("tar -tf files.tar").lines())
                .containsExactlyInAnyOrder("etc/app.conf", "etc/test.conf");
        assertThat(shell.run("crane ls --insecure $BERTH_REGISTRY/files-copy").lines())
                .containsExactly("1", "all");
        assertThat(shell.run("crane digest --insecure $BERTH_REGISTRY/files-copy:all"))
                .isEqualTo(berth.digest("files", "all"));
        shell.run("crane validate --insecure --remote $BERTH_REGISTRY/files-copy:all");
        Files.writeString(shell.folder().resolve("etc/app.conf"), "level=wrong");
        assertThat(
                        shell.refused(
                                "crane append --insecure -f etc/app.conf -t $BERTH_REGISTRY/none:1"))
                .contains("NAME_UNKNOWN");
    }

    @Test
    void orasPushesPullsAttachesDiscoversAndCopies() {
        Clients.prefer(Clients.ORAS);

        var shell = berth.follow("The oras command");

        shell.run("cmp hello.txt pulled/hello.txt");
        assertThat(berth.digest("bundles-copy", "1")).isEqualTo(berth.digest("bundles", "1"));
        for (String repository : new String[] {"bundles", "bundles-copy"}) {
            var discovered =
                    JsonMapper.shared()
                            .readTree(
                                    shell.run(
                                            "oras discover --plain-http --format json $BERTH_REGISTRY/%s:1"
                                                    .formatted(repository)));
            assertThat(discovered.at("/referrers"))
                    .singleElement()
                    .satisfies(sbom ->
                            assertThat(sbom.at("/artifactType").asString())
                                    .isEqualTo("application/spdx+json"));
        }
        shell.run(
                "oras manifest delete --plain-http --force $BERTH_REGISTRY/bundles-copy@"
                        + berth.digest("bundles-copy", "1"));
        assertThat(shell.refused("oras pull --plain-http $BERTH_REGISTRY/bundles-copy:1"))
                .contains("not found");
    }

    @Test
    void orasForPythonPushesAndPulls() throws IOException {
        Clients.preferOrasForPython();
        var shell = berth.shellFor("ORAS in Python");
        Files.createDirectories(shell.folder());
        Files.writeString(
                shell.folder().resolve("artifact.py"),
                berth.guide().blocks("ORAS in Python", "python"));

        berth.follow("ORAS in Python");

        shell.run("cmp weights.txt pulled/weights.txt");
        var manifest = berth.manifest("models", "1");
        assertThat(manifest.at("/layers/0/mediaType").asString()).isEqualTo("text/plain");
        assertThat(manifest.at("/annotations/team").asString()).isEqualTo("one");
    }

    @Test
    void terraformModulesArePushedAndPulled() throws IOException {
        Clients.prefer(Clients.REGCTL);

        var shell = berth.follow("Terraform and OpenTofu modules");

        shell.run("cmp greeting.zip pulled.zip");
        shell.run("diff -r greeting modules/greeting");
        var manifest = berth.manifest("modules/greeting", "1.0.0");
        assertThat(manifest.at("/artifactType").asString())
                .isEqualTo("application/vnd.opentofu.modulepkg");
        assertThat(manifest.at("/layers/0/mediaType").asString()).isEqualTo("archive/zip");
        assertThat(manifest.at("/layers")).hasSize(1);
        if (Clients.TERRAFORM.isInstalled()) {
            appliesItsModule(shell);
        }
    }

    private static void appliesItsModule(Shell shell) throws IOException {
        Files.writeString(
                shell.folder().resolve("main.tf"),
                """
                module "greeting" {
                  source = "./modules/greeting"
                  name   = "you"
                }
                output "text" { value = module.greeting.text }
                """);
        shell.with("CHECKPOINT_DISABLE", "1")
                .run("terraform init && terraform apply -auto-approve");
        assertThat(shell.run("terraform output -raw text")).isEqualTo("hello you");
    }

    @Test
    void everySectionOfTheGuideIsRun() throws IOException {
        var tests = new StringBuilder();
        try (var sources = Files.list(Guide.sourceOf(ArtifactClientsIT.class).getParent())) {
            for (Path source : sources.filter(Files::isRegularFile).toList()) {
                tests.append(Files.readString(source));
            }
        }

        assertThat(berth.guide().sections())
                .isNotEmpty()
                .allSatisfy(section -> assertThat(tests).contains("\"" + section + "\""));
    }
}
