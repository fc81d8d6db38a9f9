package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;

/** Makes a server's credentials known to the clients of AWS. */
class ConfigureCommandTest extends CommandFixture {
    @Test
    void printsExportsForTheServerOfAFolder() throws Exception {
        String endpoint;
        try (var server = server()) {
            endpoint = server.address().endpoint();
        }

        var ended = run("configure", "--print", "--data", data().toString());

        assertThat(ended.code()).isZero();
        assertThat(ended.out().lines())
                .hasSize(5)
                .contains(
                        "export AWS_DEFAULT_REGION=us-east-1",
                        "export AWS_ENDPOINT_URL=" + endpoint)
                .allMatch(line -> line.matches("export [A-Z_]+=\\S+"));
        assertThat(credentials())
                .contains(
                        ended.out()
                                .lines()
                                .findFirst()
                                .orElseThrow()
                                .substring("export AWS_ACCESS_KEY_ID=".length()));
    }

    @Test
    void quotesForAShell() {
        assertThat(Shell.quote("plain-1/2:3")).isEqualTo("plain-1/2:3");
        assertThat(Shell.quote("it's $x")).isEqualTo("'it'\\''s $x'");
        assertThat(Shell.quote("")).isEqualTo("''");
    }

    @Test
    void addsAProfileOnlyWhenToldTo() throws Exception {
        server().close();
        variables.put("BERTH_DATA", data().toString());
        input = "\n";
        var refused = run("configure");
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.out()).isEqualTo("false\n");
        assertThat(home.resolve(".aws")).doesNotExist();

        input = "y\n";
        var ended = run("configure");

        assertThat(ended.code()).isZero();
        Path secrets = home.resolve(".aws/credentials");
        assertThat(secrets).content().startsWith("[berth]\naws_access_key_id = AKIA");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secrets)))
                .isEqualTo("rw-------");
        assertThat(home.resolve(".aws/config"))
                .content()
                .startsWith(
                        "[profile berth]\nregion = us-east-1\nendpoint_url = http://localhost:");
        assertThat(home.resolve(".aws")).isDirectoryNotContaining("glob:**.new");
        assertThat(ended.err()).doesNotContain(secretOf(secrets));
    }

    @Test
    void printsWhatMakesAShellUseTheProfileAndNothingElse() throws Exception {
        String registry;
        try (var server = server()) {
            registry = server.address().registry();
        }
        input = "y\n";

        var ended = run("configure", "--profile", "my own", "--data", data().toString());

        assertThat(ended.out())
                .isEqualTo("export AWS_PROFILE='my own'\nexport BERTH_REGISTRY=" + registry + "\n");
        assertThat(ended.err()).contains("Go on?", "Written.").doesNotContain("unset");
    }

    @Test
    void unsetsWhatTheAwsToolsWouldPreferToTheProfile() throws Exception {
        server().close();
        variables.put("AWS_REGION", "eu-west-1");
        variables.put("AWS_DEFAULT_PROFILE", "work");
        variables.put("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE");
        variables.put("AWS_SECRET_ACCESS_KEY", "theirs");
        variables.put("AWS_SESSION_TOKEN", "");
        variables.put("AWS_PROFILE", "work");

        var ended = run("configure", "--yes", "--data", data().toString());

        assertThat(ended.out().lines())
                .hasSize(3)
                .startsWith(
                        "unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN"
                                + " AWS_REGION AWS_DEFAULT_PROFILE",
                        "export AWS_PROFILE=berth");
        assertThat(ended.err())
                .contains(
                        "unset what would get in the way: AWS_ACCESS_KEY_ID,"
                                + " AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN, AWS_REGION, AWS_DEFAULT_PROFILE\n")
                .doesNotContain("theirs");
    }

    @Test
    void unsetsWhatIsAtOddsWithThePrintedKey() throws Exception {
        server().close();
        variables.put("AWS_SESSION_TOKEN", "theirs");
        variables.put("AWS_PROFILE", "work");
        variables.put("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE");

        var ended = run("configure", "--print", "--data", data().toString());

        assertThat(ended.out().lines())
                .hasSize(6)
                .startsWith("unset AWS_SESSION_TOKEN AWS_PROFILE");
        assertThat(ended.err())
                .contains("AWS_SESSION_TOKEN, AWS_PROFILE")
                .hasLineCount(1)
                .doesNotContain("theirs");
    }

    @Test
    void makesEvalFailWhereItFails() throws Exception {
        assertThat(run("configure", "--print", "--data", data().toString()).out())
                .isEqualTo("false\n");
        assertThat(run("configure", "--no-such-option").out()).isEqualTo("false\n");
        server().close();

        var ended = run("configure", "--data", data().toString());

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.out()).as("at the end of the input").isEqualTo("false\n");
        Files.writeString(home.resolve(".aws"), "not a folder");
        assertThat(run("configure", "--yes", "--data", data().toString()).out())
                .isEqualTo("false\n");
    }

    @Test
    void showsWhatItReplaces() throws Exception {
        server().close();
        Path aws = Files.createDirectories(home.resolve(".aws"));
        Files.writeString(aws.resolve("config"), "[default]\nregion = us-east-1\noutput = text\n");
        String theirKeys =
                "[default]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key ="
                        + " wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\naws_session_token = abc\n";
        Files.writeString(aws.resolve("credentials"), theirKeys);

        var ended = run("configure", "--profile", "default", "--data", data().toString());

        assertThat(ended.out()).isEqualTo("false\n");
        assertThat(ended.err())
                .contains(
                        "    region = us-east-1\n",
                        "    aws_access_key_id: AKIAIOSFODNN7EXAMPLE is replaced by AKIA",
                        "    aws_secret_access_key: (another one) is replaced by (as in ",
                        "    aws_session_token: (another one) is removed\n")
                .doesNotContain("wJalr", "abc");
        assertThat(aws.resolve("credentials")).hasContent(theirKeys);
    }

    @Test
    void keepsTheModeAndTheLinkOfAFile() throws Exception {
        server().close();
        Path real = Files.writeString(home.resolve("real"), "[default]\nregion = eu-west-1\n");
        Files.setPosixFilePermissions(real, PosixFilePermissions.fromString("rw-r-----"));
        Path link = Files.createSymbolicLink(home.resolve("link"), real);
        variables.put("AWS_CONFIG_FILE", link.toString());
        variables.put("AWS_SHARED_CREDENTIALS_FILE", home.resolve("keys").toString());

        var ended = run("configure", "--yes", "--profile", "other", "--data", data().toString());

        assertThat(ended.code()).isZero();
        assertThat(link).isSymbolicLink();
        assertThat(real).content().startsWith("[default]\nregion = eu-west-1\n\n[profile other]\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(real)))
                .isEqualTo("rw-r-----");
    }

    @Test
    void saysThatNoServerHasRunYet() {
        program = "/my tools/berth";

        var ended = run("configure", "--print", "--data", data().toString());

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.err())
                .contains("no berth has run on " + data(), ": '/my tools/berth' serve --data ")
                .hasLineCount(1);
    }

    @Test
    void warnsOfAnAwsCommandThatIsTooOld() throws Exception {
        server().close();
        Path bin = Files.createDirectories(home.resolve("bin"));
        Path aws =
                Files.writeString(
                        bin.resolve("aws"), "#!/bin/sh\necho aws-cli/2.12.7 Python/3.11\n");
        Files.setPosixFilePermissions(aws, PosixFilePermissions.fromString("rwx------"));
        variables.put("PATH", bin.toString());

        var ended = run("configure", "--print", "--data", data().toString());

        assertThat(ended.code()).isZero();
        assertThat(ended.err()).contains("aws-cli/2.12.7").hasLineCount(1);
        assertThat(ended.out().lines()).hasSize(5);
    }

    @Test
    void knowsWhichAwsCommandsAreTooOld() {
        assertThat(AwsCommandLine.isTooOld("aws-cli/1.28.9 Python/3")).isTrue();
        assertThat(AwsCommandLine.isTooOld("aws-cli/2.12.0 Python/3")).isTrue();
        assertThat(AwsCommandLine.isTooOld("aws-cli/1.29.0 Python/3")).isFalse();
        assertThat(AwsCommandLine.isTooOld("aws-cli/2.13.0 Python/3")).isFalse();
        assertThat(AwsCommandLine.isTooOld("aws-cli/3.0.0 Python/3")).isFalse();
        assertThat(AwsCommandLine.isTooOld("something else")).isFalse();
    }

    private String credentials() throws IOException {
        return Files.readString(data().resolve("credentials"));
    }

    private static String secretOf(Path file) throws IOException {
        return AwsSections.read(Files.readString(file), "berth")
                .getOrDefault("aws_secret_access_key", "none");
    }
}
