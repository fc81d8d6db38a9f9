package dev.berth.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Clients that come from elsewhere than Debian; each is tried where it is installed. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MoreClientsIT {

    private final Random random = new Random(11);
    private PackedBerth berth;
    private Shell shell;
    private V2 v2;

    @BeforeAll
    void start(@TempDir Path folder) {
        Clients.need(Clients.AWS);
        berth = PackedBerth.start(folder);
        shell =
                berth.shell()
                        .with("DOCKER_CONFIG", folder.resolve("docker").toString())
                        // Statically linked programs resolve names without the system's help.
                        .with("BERTH_REGISTRY", "localhost:" + berth.endpoint().getPort());
        try (var ecr = new Sdk(berth).ecr()) {
            v2 = new V2(berth.endpoint(), Sdk.login(ecr));
        }
    }

    @AfterAll
    void stop() {
        v2.close();
        berth.close();
    }

    @Test
    void craneCopiesAndLists() throws IOException {
        Clients.prefer(Clients.CRANE);
        var image = pushed("crane");
        shell.run("aws ecr create-repository --repository-name crane-copy");
        shell.run(
                "aws ecr get-login-password | crane auth login -u AWS --password-stdin"
                        + " $BERTH_REGISTRY");

        shell.run("crane copy --insecure $BERTH_REGISTRY/crane:1 $BERTH_REGISTRY/crane-copy:2");

        assertThat(shell.run("crane digest --insecure $BERTH_REGISTRY/crane-copy:2"))
                .isEqualTo(image.digest());
        assertThat(shell.run("crane ls --insecure $BERTH_REGISTRY/crane-copy")).isEqualTo("2");
        v2.verify("crane-copy", "2", image);
        shell.run("crane delete --insecure $BERTH_REGISTRY/crane-copy:2");
        assertThat(shell.run("crane ls --insecure $BERTH_REGISTRY/crane-copy")).isEmpty();
    }

    @Test
    void regctlCopiesAndLists() throws IOException {
        Clients.prefer(Clients.REGCTL);
        var image = pushed("regctl");
        shell.run("aws ecr create-repository --repository-name regctl-copy");
        shell.run("regctl registry set --skip-check --tls disabled $BERTH_REGISTRY");
        shell.run(
                "aws ecr get-login-password | regctl registry login -u AWS --pass-stdin"
                        + " $BERTH_REGISTRY");

        shell.run("regctl image copy $BERTH_REGISTRY/regctl:1 $BERTH_REGISTRY/regctl-copy:2");

        assertThat(shell.run("regctl image digest $BERTH_REGISTRY/regctl-copy:2"))
                .isEqualTo(image.digest());
        assertThat(shell.run("regctl tag ls $BERTH_REGISTRY/regctl-copy")).isEqualTo("2");
    }

    @Test
    void terraformCreatesChangesAndDestroysARepository() throws IOException {
        String settings = Clients.preferTerraformsProvider();
        Path module = Files.createDirectories(shell.folder().resolve("terraform"));
        var terraform = shell.with("TF_CLI_CONFIG_FILE", settings).with("CHECKPOINT_DISABLE", "1");
        Files.writeString(module.resolve("main.tf"), terraformModule("MUTABLE"));

        terraform.run(
                "cd terraform && terraform init -input=false && terraform apply -auto-approve");

        assertThat(terraform.run("cd terraform && terraform output -raw url"))
                .endsWith("/terraformed");
        assertThat(terraform.run("cd terraform && terraform plan -detailed-exitcode"))
                .contains("No changes");
        Files.writeString(module.resolve("main.tf"), terraformModule("IMMUTABLE"));
        terraform.run("cd terraform && terraform apply -auto-approve");
        assertThat(
                        shell.run(
                                "aws ecr describe-repositories --repository-names terraformed --query"
                                        + " repositories[].imageTagMutability --output text"))
                .isEqualTo("IMMUTABLE");
        terraform.run("cd terraform && terraform destroy -auto-approve");
        assertThat(shell.refused("aws ecr describe-repositories --repository-names terraformed"))
                .contains("RepositoryNotFoundException");
    }

    private String terraformModule(String mutability) {
        return """
        provider "aws" {
          region = "us-east-1"
          endpoints {
            ecr = "%1$s"
            sts = "%1$s"
          }
        }
        resource "aws_ecr_repository" "it" {
          name                 = "terraformed"
          image_tag_mutability = "%2$s"
          tags                 = { team = "one" }
        }
        output "url" {
          value = aws_ecr_repository.it.repository_url
        }
        """
                .formatted(shell.run("echo $AWS_ENDPOINT_URL"), mutability);
    }

    private SmallImage pushed(String repository) throws IOException {
        shell.run("aws ecr create-repository --repository-name " + repository);
        var image = SmallImage.random(random, 2, 50_000);
        v2.push(repository, "1", image);
        return image;
    }
}
