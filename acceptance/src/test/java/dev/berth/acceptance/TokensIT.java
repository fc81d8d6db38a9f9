package dev.berth.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The commands of docs/guide/tokens.md, and what becomes of tokens when the server starts anew. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TokensIT {

    private static final String LOGIN = "docker login --username AWS --password-stdin ";

    private PackedBerth berth;
    private RealDocker docker;
    private Shell shell;
    private Guide guide;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        Clients.need(Clients.AWS);
        guide = Guide.tokens();
        docker = RealDocker.start(folder);
        berth = PackedBerth.start(folder);
        shell = docker.in(berth.shell());
        Path launcher = folder.resolve("berth");
        Files.writeString(launcher, "#!/bin/sh\nexec " + PackedBerth.command("\"$@\"\n"));
        assertThat(launcher.toFile().setExecutable(true)).isTrue();
        push("team/app", "other");
    }

    @AfterAll
    @SuppressWarnings("NullAway") // null where the start was skipped
    void stop() {
        for (AutoCloseable part : new AutoCloseable[] {berth, docker}) {
            if (part != null) {
                org.assertj.core.api.Assertions.assertThatCode(part::close)
                        .doesNotThrowAnyException();
            }
        }
    }

    @Test
    void aRobotPullsOneRepositoryUntilItsTokenIsRevoked() {
        String used = shell.run(guide.blocks("A token for a robot", "sh"));
        assertThat(used).contains("other is refused", "a push is refused");

        String ended = shell.run(guide.blocks("List and revoke", "sh"));
        assertThat(ended).contains("pull on team/*", "the token is revoked");
        assertThat(shell.refused("docker pull " + registry() + "/team/app:v1"))
                .contains("has been revoked");
    }

    @Test
    void aTagMakesLoginsShorter() {
        shell.run(guide.blocks("How long a login lives", "sh"));
        shell.run(
                "aws iam put-user-policy --user-name short --policy-name all --policy-document"
                        + " '{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"ecr:*\",\"Resource\":\"*\"}}'");

        String end =
                shell.run(
                        """
                        read -r AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY < <(aws iam create-access-key --user-name short \\
                          --query 'AccessKey.[AccessKeyId,SecretAccessKey]' --output text)
                        aws ecr get-authorization-token --query 'authorizationData[0].expiresAt' --output text
                        """);

        assertThat(instant(end))
                .isBetween(
                        Instant.now().plus(Duration.ofMinutes(50)),
                        Instant.now().plus(Duration.ofMinutes(61)));
    }

    @Test
    void tokensOutliveARestartAndSoDoRevocations() {
        String name = "survivor";
        String password = shell.run("./berth token create --name " + name + " --lifetime 1h");
        String gone = shell.run("./berth token create --name gone --lifetime 1h");
        shell.run("./berth token revoke $(./berth token list | awk '$2 == \"gone\" { print $1 }')");

        berth.restart();

        assertThat(status(password)).isEqualTo(200);
        assertThat(status(gone)).isEqualTo(403);
        assertThat(shell.run("./berth token list")).contains(name);
        shell.run("./berth token revoke --all-of arn:aws:iam::000000000000:root");
        assertThat(status(password)).isEqualTo(403);
        // a login after that is good
        shell.run("aws ecr get-login-password | " + LOGIN + registry());
    }

    private int status(String password) {
        return Integer.parseInt(
                shell.run(
                        "curl -s -o /dev/null -w '%%{http_code}' -u AWS:%s %s/v2/"
                                .formatted(password, berth.endpoint())));
    }

    private String registry() {
        return berth.exports().getOrDefault("BERTH_REGISTRY", "");
    }

    private void push(String... repositories) {
        shell.run("aws ecr get-login-password | " + LOGIN + registry());
        shell.run("echo hello > hello && tar c hello | docker import - base");
        for (String repository : repositories) {
            String image = registry() + "/" + repository + ":v1";
            shell.run("aws ecr create-repository --repository-name " + repository);
            shell.run("docker tag base " + image);
            shell.run("docker push " + image);
            shell.run("docker rmi " + image);
        }
    }

    /** The command prints seconds or a date, by its version. */
    private static Instant instant(String text) {
        return text.matches("[0-9.]+")
                ? Instant.ofEpochSecond((long) Double.parseDouble(text))
                : OffsetDateTime.parse(text).toInstant();
    }
}
