package dev.berth.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What someone sees who starts berth for the first time, and every time after. */
class FirstStartIT {

    @TempDir Path folder;

    @Test
    void printsEverythingThatAUserNeedsToGoOn() {
        try (var berth = PackedBerth.start(folder)) {
            var exports = berth.exports();

            assertThat(berth.output())
                    .contains("localhost:" + berth.port())
                    .contains(exports.get("BERTH_REGISTRY"))
                    .contains(berth.data().toString())
                    .contains("berth configure")
                    .contains("docker login --username AWS --password-stdin")
                    .contains("--tls-verify=false")
                    .contains("aws ecr create-repository");
        }
    }

    @Test
    void keepsTheRootKeyForItsOwnerAlone() throws IOException {
        try (var berth = PackedBerth.start(folder)) {
            Path credentials = berth.data().resolve("credentials");

            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(credentials);
            assertThat(PosixFilePermissions.toString(permissions)).isEqualTo("rw-------");
            assertThat(Files.readString(credentials))
                    .containsPattern("aws_access_key_id ?= ?AKIA[A-Z2-7]{16}")
                    .containsPattern("aws_secret_access_key ?= ?\\S{40}")
                    .contains(berth.exports().get("AWS_SECRET_ACCESS_KEY"));
            assertThat(berth.output()).doesNotContain(berth.exports().get("AWS_SECRET_ACCESS_KEY"));
        }
    }

    @Test
    void isQuietAndKeepsItsKeyWhenStartedAgain() {
        try (var berth = PackedBerth.start(folder)) {
            var before = berth.exports();
            String first = berth.output();

            berth.restart();

            assertThat(berth.exports()).isEqualTo(before);
            String later = berth.output().substring(first.length());
            assertThat(later.lines().count()).as(later).isLessThanOrEqualTo(3);
            assertThat(later).doesNotContain("create-repository");
        }
    }

    @Test
    void exportsWhatClientsRead() {
        try (var berth = PackedBerth.start(folder)) {
            assertThat(berth.exports())
                    .containsOnlyKeys(
                            "AWS_ACCESS_KEY_ID",
                            "AWS_SECRET_ACCESS_KEY",
                            "AWS_DEFAULT_REGION",
                            "AWS_ENDPOINT_URL",
                            "BERTH_REGISTRY")
                    .containsEntry("AWS_DEFAULT_REGION", "us-east-1");
        }
    }

    @Test
    void writesAProfileAndLeavesTheOthersAlone() throws IOException {
        Clients.need(Clients.AWS);
        try (var berth = PackedBerth.start(folder)) {
            var shell = new Shell(folder);
            Path aws = Files.createDirectories(folder.resolve("home/.aws"));
            String theirConfig =
                    "[default]\nregion = eu-central-1\n\n# mine\n[profile work]\noutput = text\n";
            String theirKeys =
                    "[default]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key ="
                            + " wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\n";
            Files.writeString(aws.resolve("config"), theirConfig);
            Files.writeString(aws.resolve("credentials"), theirKeys);

            shell.run(
                    "yes | "
                            + PackedBerth.command("configure --data " + berth.data())
                            + " || test $? = 141");

            assertThat(Files.readString(aws.resolve("config"))).startsWith(theirConfig);
            assertThat(Files.readString(aws.resolve("credentials"))).startsWith(theirKeys);
            assertThat(
                            shell.run(
                                    "aws --profile berth sts get-caller-identity --query Arn --output text"))
                    .isEqualTo("arn:aws:iam::000000000000:root");
            assertThat(shell.run("aws --profile berth ecr describe-repositories --output text"))
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"eval \"$(./berth configure)\"", "eval \"$(./berth configure --print)\""})
    void makesAShellReadyForEcrByEitherLineOfTheDocuments(String line) {
        Clients.need(Clients.AWS);
        assertThat(Guide.read(Guide.inCheckout("README.md")).lines()).contains(line);
        assertThat(Guide.read(Guide.inCheckout("docs/guide/getting-started.md")).lines())
                .contains(line);
        try (var berth = PackedBerth.start(folder)) {
            String here =
                    line.replace(
                            "./berth configure",
                            PackedBerth.command("configure --data " + berth.data()));

            String printed =
                    new Shell(folder)
                            .run(
                                    "echo y > answer; exec < answer\n"
                                            + here
                                            + "\necho $BERTH_REGISTRY"
                                            + "\naws ecr get-login-password > password"
                                            + "\naws sts get-caller-identity --query Arn --output text");

            assertThat(printed.lines())
                    .containsExactly(
                            berth.exports().get("BERTH_REGISTRY"),
                            "arn:aws:iam::000000000000:root");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--yes", "--print"})
    void takesAShellFromAnotherAccountToThisOne(String option) {
        Clients.need(Clients.AWS);
        try (var berth = PackedBerth.start(folder)) {
            var shell =
                    new Shell(folder)
                            .with(
                                    Map.of(
                                            "AWS_ACCESS_KEY_ID",
                                            "ASIAIOSFODNN7EXAMPLE",
                                            "AWS_SECRET_ACCESS_KEY",
                                            "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
                                            "AWS_SESSION_TOKEN",
                                            "theirs",
                                            "AWS_ENDPOINT_URL",
                                            "http://localhost:1",
                                            "AWS_DEFAULT_REGION",
                                            "eu-central-1",
                                            "AWS_PROFILE",
                                            "work"));

            assertThat(
                            shell.run(
                                    "eval \"$(%s)\"\naws sts get-caller-identity --query Arn --output text"
                                            .formatted(
                                                    PackedBerth.command(
                                                            "configure %s --data %s"
                                                                    .formatted(
                                                                            option,
                                                                            berth.data())))))
                    .isEqualTo("arn:aws:iam::000000000000:root");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "--print"})
    void evalFailsWhereNothingIsSet(String option) {
        String line =
                "eval \"$(%s)\"".formatted(PackedBerth.command("configure --data none " + option));

        assertThat(new Shell(folder).refused(line)).contains("no berth has run on ");
    }

    @Test
    void endsWithZeroOnSigterm() {
        try (var berth = PackedBerth.start(folder)) {
            assertThat(berth.terminate()).isZero();
        }
    }

    @Test
    void hasACarrierOfVirtualThreadsForEachCoreAndForEachCallOfTheDatabase() {
        try (var berth = PackedBerth.start(folder)) {
            String properties =
                    new Shell(folder)
                            .run(
                                    "%s/bin/jcmd %d VM.system_properties"
                                            .formatted(
                                                    System.getProperty("java.home"), berth.pid()));

            assertThat(properties.lines())
                    .contains(
                            "jdk.virtualThreadScheduler.parallelism="
                                    + (Runtime.getRuntime().availableProcessors() + 5));
        }
    }

    @Test
    void saysInOneLineThatThePortIsTaken() {
        try (var berth = PackedBerth.start(folder)) {
            var outcome =
                    new Shell(folder)
                            .attempt(
                                    PackedBerth.command(
                                            "serve --data other --listen 127.0.0.1:"
                                                    + berth.port()));

            assertThat(outcome.exit()).isEqualTo(1);
            assertThat(outcome.out() + outcome.err())
                    .contains(String.valueOf(berth.port()))
                    .hasLineCount(1);
        }
    }

    @Test
    void saysInOneLineThatAnotherBerthHoldsTheFolder() {
        try (var berth = PackedBerth.start(folder)) {
            var outcome =
                    new Shell(folder)
                            .attempt(
                                    PackedBerth.command(
                                            "serve --data %s --listen 127.0.0.1:%d"
                                                    .formatted(
                                                            berth.data(), PackedBerth.freePort())));

            assertThat(outcome.exit()).isEqualTo(1);
            assertThat(outcome.out() + outcome.err())
                    .contains(berth.data().toString())
                    .hasLineCount(1);
        }
    }

    @Test
    void saysInOneLineThatTheFolderCannotBeWritten() throws IOException {
        Path file = Files.writeString(folder.resolve("a-file"), "not a folder");

        var outcome =
                new Shell(folder)
                        .attempt(
                                PackedBerth.command(
                                        "serve --data %s --listen 127.0.0.1:%d"
                                                .formatted(file, PackedBerth.freePort())));

        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.out() + outcome.err()).contains(file.toString()).hasLineCount(1);
    }

    @Test
    void helpsWithEveryCommand() {
        var shell = new Shell(folder);

        assertThat(shell.run(PackedBerth.command("--help"))).contains("serve", "configure");
        assertThat(shell.run(PackedBerth.command("serve --help")))
                .contains("--data", "--listen", "BERTH_DATA", "BERTH_LISTEN");
        assertThat(shell.run(PackedBerth.command("configure --help"))).contains("--print");
    }
}
