package dev.berth.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Terraform's resources of IAM, and of the policies of repositories and registries. */
class TerraformIdentityIT {

    private static final String CHANGES =
            """
            session_seconds = 7200
            actions         = ["ecr:BatchGetImage"]
            team            = "two"
            thumbprint      = "abcdefabcdefabcdefabcdefabcdefabcdefabcd"
            members         = ["tf-dan"]
            key_status      = "Inactive"
            """;

    @Test
    void appliesChangesAndDestroysWithoutADifferenceLeft(@TempDir Path folder) throws IOException {
        Clients.need(Clients.AWS);
        String settings = Clients.preferTerraformsProvider();
        try (var berth = PackedBerth.start(folder)) {
            Shell shell = berth.shell();
            var terraform =
                    shell.in("module")
                            .with(
                                    Map.of(
                                            "TF_CLI_CONFIG_FILE", settings,
                                            "TF_IN_AUTOMATION", "1",
                                            "TF_INPUT", "0",
                                            "TF_CLI_ARGS", "-no-color",
                                            "TF_VAR_endpoint", berth.endpoint().toString(),
                                            "CHECKPOINT_DISABLE", "1"));
            copy(Files.createDirectories(terraform.folder()).resolve("main.tf"));

            terraform.run("terraform init && terraform apply -auto-approve");
            assertThat(terraform.run("terraform plan -detailed-exitcode")).contains("No changes.");
            assertThat(rolesPolicy(shell)).contains("ecr:BatchGetImage", "ecr:GetDownload");
            var ann =
                    shell.with("AWS_ACCESS_KEY_ID", terraform.run("terraform output -raw key"))
                            .with(
                                    "AWS_SECRET_ACCESS_KEY",
                                    terraform.run("terraform output -raw secret"));
            assertThat(ann.run("aws sts get-caller-identity --query Arn --output text"))
                    .isEqualTo("arn:aws:iam::000000000000:user/people/tf-ann");

            Files.writeString(terraform.folder().resolve("terraform.tfvars"), CHANGES);
            assertThat(terraform.run("terraform apply -auto-approve"))
                    .contains("0 added, 10 changed, 0 destroyed");
            assertThat(terraform.run("terraform plan -detailed-exitcode")).contains("No changes.");
            assertThat(rolesPolicy(shell)).doesNotContain("ecr:GetDownload");
            assertThat(ann.refused("aws sts get-caller-identity")).contains("InvalidClientTokenId");

            assertThat(terraform.run("terraform destroy -auto-approve")).contains("17 destroyed");
            assertThat(
                            shell.run(
                                    """
                                    aws iam get-account-summary --output text \
                                      --query 'SummaryMap.[Users,Groups,Roles,Policies,Providers]'
                                    """))
                    .isEqualTo("0\t0\t0\t0\t0");
        }
    }

    private static String rolesPolicy(Shell shell) {
        return shell.run("aws iam get-role-policy --role-name tf-puller --policy-name pull");
    }

    private static void copy(Path to) throws IOException {
        try (InputStream module =
                TerraformIdentityIT.class.getResourceAsStream("/terraform/identity.tf")) {
            Files.copy(Objects.requireNonNull(module), to);
        }
    }
}
