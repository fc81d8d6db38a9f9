package dev.berth.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The commands of docs/guide/access.md, and the refusals that it shows. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccessGuideIT {

    private static final String PRODUCTION = "111122223333";
    private static final Pattern KEY =
            Pattern.compile(
                    "aws_access_key_id = (?<id>\\S+)\\s+aws_secret_access_key = (?<secret>\\S+)");

    private final Guide guide = Guide.access();
    private final OidcSigner cluster = new OidcSigner("https://oidc.cluster-1.example");
    private PackedBerth berth;
    private RealDocker docker;
    private Shell shell;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        Clients.need(Clients.AWS);
        docker = RealDocker.start(folder);
        Path keys = folder.resolve("keys.json");
        Files.writeString(keys, cluster.keys());
        berth =
                PackedBerth.start(
                        folder, Map.of("BERTH_IDENTITY_OIDC", cluster.issuer() + " jwks=" + keys));
        shell =
                docker.in(berth.shell())
                        .with("AWS_CONFIG_FILE", folder.resolve("aws-config").toString())
                        .with(
                                "AWS_SHARED_CREDENTIALS_FILE",
                                folder.resolve("aws-credentials").toString());
        makeProfiles();
    }

    @AfterAll
    @SuppressWarnings("NullAway") // null where the start was skipped
    void stop() {
        if (berth != null) {
            berth.close();
        }
        if (docker != null) {
            docker.close();
        }
    }

    @Test
    void aBuildGetsTheSixActionsOfAPush() {
        String output = follow("A build that pushes");

        assertThat(output.strip()).endsWith("1");
        assertThat(output.split("refused", -1)).hasSize(3);
    }

    @Test
    void administratorsDevelopersAndOperatorsMayWhatTheirGroupsMay() {
        String output = follow("Administrators, developers, operators");

        assertThat(output).contains("Status: ").endsWith("locked out");
        assertThat(
                        shell.run(
                                "aws ecr describe-images --repository-name wiki --query 'imageDetails[].imageTags[]' --output text"))
                .isEqualTo("1");
    }

    @Test
    void anotherAccountPullsWhatTheRepositoryAllowsAndNeverPushes() {
        String output = follow("Another account pulls");

        assertThat(output)
                .contains("the user no more")
                .contains("AllowCrossAccountPull")
                .endsWith("refused");
    }

    @Test
    void aScannerOnlyReads() {
        String output = follow("A scanner that only reads");

        assertThat(output).contains("\"imageTags\"");
        shell.run("aws ecr describe-images --repository-name scanned --image-ids imageTag=1");
    }

    @Test
    void aClusterPullsWithATokenThatItSigned() throws IOException {
        String section = "A role for each cluster";
        Path there = Files.createDirectories(shellFor(section).folder());
        Files.writeString(
                there.resolve("web.token"), cluster.token("system:serviceaccount:shop:web"));
        Files.writeString(
                there.resolve("batch.token"), cluster.token("system:serviceaccount:shop:batch"));

        String output = follow(section);

        assertThat(output.split("refused", -1)).hasSize(3);
    }

    /** Runs a section's commands; what the section shows of what they print must be there. */
    private String follow(String section) {
        String output =
                shellFor(section)
                        .run(
                                "exec 2>&1\n"
                                        + guide.blocks("First", "sh")
                                        + guide.blocks(section, "sh"));
        assertThat(output).contains(guide.blocks(section, "text").lines().toList());
        return output;
    }

    private Shell shellFor(String section) {
        var there = shell.in(section.replaceAll("[^A-Za-z]+", "-"));
        return there.with("DOCKER_CONFIG", there.folder().resolve("docker").toString());
    }

    /** The root of the server's account, and that of a second one, made as the page says. */
    private void makeProfiles() {
        shell.run(
                """
                aws configure set aws_access_key_id "$AWS_ACCESS_KEY_ID" --profile development
                aws configure set aws_secret_access_key "$AWS_SECRET_ACCESS_KEY" --profile development
                """);
        berth.terminate();
        var printed =
                KEY.matcher(
                        shell.run(
                                PackedBerth.command(
                                        "account create %s --data %s"
                                                .formatted(PRODUCTION, berth.data()))));
        assertThat(printed.find()).isTrue();
        shell.run(
                """
                aws configure set aws_access_key_id "%s" --profile production
                aws configure set aws_secret_access_key "%s" --profile production
                """
                        .formatted(printed.group("id"), printed.group("secret")));
        berth.restart();
    }
}
