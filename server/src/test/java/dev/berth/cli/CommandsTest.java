package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.boot.Berth;
import dev.berth.boot.BerthConfigReader;
import dev.berth.config.Sources;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandsTest {

    @TempDir Path home;

    private final Map<String, String> variables = new HashMap<>();
    private String input = "";

    /** What a command left behind. */
    private record Ended(int code, String out, String err) {}

    private Ended run(String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        var console =
                new Console(
                        "berth",
                        variables,
                        home,
                        new BufferedReader(new StringReader(input)),
                        new PrintWriter(out, true),
                        new PrintWriter(err, true));
        int code = BerthCommand.run(console, arguments);
        return new Ended(code, out.toString(), err.toString());
    }

    private Path data() {
        return home.resolve("data");
    }

    private Berth server() throws Exception {
        var sources = new Sources().option("listen", "127.0.0.1:0", "--listen");
        return Berth.start(BerthConfigReader.read(sources, data()).config());
    }

    private String credentials() throws IOException {
        return Files.readString(data().resolve("credentials"));
    }

    @Test
    void helpNamesEveryCommand() {
        assertThat(run("--help").out())
                .contains("serve", "configure", "config", "gc", "berth serve");
        assertThat(run("--help").out()).doesNotContain("warm-up");
        assertThat(run("serve", "--help").out())
                .contains("--data", "BERTH_DATA", "--listen", "BERTH_LISTEN");
        assertThat(run("configure", "--help").out()).contains("--print", "--profile", "--yes");
        assertThat(run("config", "--help").out()).contains("show", "check");
        assertThat(run("token", "--help").out()).contains("create", "list", "revoke");
        assertThat(run("gc", "--help").out()).contains("--dry-run", "gc.grace", "gc.delay");
        assertThat(run("serve", "--help").out()).contains("127.0.0.1:5327 and [::1]:5327");
        assertThat(run("--help").out()).contains("./berth test");
        assertThat(run("help").out()).isEqualTo(run("--help").out());
        assertThat(run("help", "serve").out()).isEqualTo(run("serve", "--help").out());
    }

    @Test
    void tellsItsVersion() {
        var ended = run("--version");

        assertThat(ended.code()).isZero();
        assertThat(ended.out()).startsWith("berth ");
    }

    @Test
    void misuseIsOneLineAndTwo() {
        assertThat(run("serve", "--nope"))
                .isEqualTo(
                        new Ended(
                                2,
                                "",
                                "berth: Unknown option: '--nope' (see berth serve --help)\n"));
        assertThat(run().code()).isEqualTo(2);
        assertThat(run("nothing").code()).isEqualTo(2);
        assertThat(run("config").err()).hasLineCount(1);
        assertThat(run("serve", "--set", "foo").err())
                .hasLineCount(1)
                .startsWith("berth: Invalid value for option '--set'")
                .contains("'foo' is not KEY=VALUE");
        assertThat(run("serve", "--listen", "nosuchhost:1").err())
                .hasLineCount(1)
                .contains("an IP address or localhost");
    }

    @Test
    void saysWhereThePortIsTaken() throws Exception {
        try (var other = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            String address = "127.0.0.1:" + other.getLocalPort();

            var ended = run("serve", "--data", data().toString(), "--listen", address);

            assertThat(ended.code()).isEqualTo(1);
            assertThat(ended.err())
                    .isEqualTo(
                            "berth: cannot listen on %s: the port is taken; --listen HOST:PORT names another\n"
                                    .formatted(address));
        }
        try (var server = server()) {
            assertThat(server.isFirstStart()).as("a start that failed is no start").isTrue();
        }
    }

    @Test
    void saysInOneLineWhyACertificateCannotBeUsed() throws Exception {
        Path file = Files.writeString(home.resolve("tls.pem"), "nothing");

        var ended =
                run(
                        "serve",
                        "--data",
                        data().toString(),
                        "--listen",
                        "127.0.0.1:0",
                        "--set",
                        "tls.certificate=" + file,
                        "--set",
                        "tls.key=" + file);

        assertThat(ended)
                .isEqualTo(
                        new Ended(
                                1,
                                "",
                                "berth: cannot speak TLS: %s is not a certificate in PEM form\n"
                                        .formatted(file)));
    }

    @Test
    void saysThatAnotherBerthHoldsTheFolder() throws Exception {
        try (var _ = server()) {
            var ended = run("serve", "--data", data().toString(), "--listen", "127.0.0.1:0");

            assertThat(ended.code()).isEqualTo(1);
            assertThat(ended.err()).contains(data() + " is held by another berth").hasLineCount(1);
        }
    }

    @Test
    void saysThatTheFolderCannotBeWritten() throws Exception {
        Path file = Files.writeString(home.resolve("file"), "");

        var ended = run("serve", "--data", file.resolve("sub").toString());

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.err()).contains(file + "/sub is not writable").hasLineCount(1);
    }

    @Test
    void saysThatTheRootKeyIsMissing() throws Exception {
        server().close();
        Files.delete(data().resolve("root.key"));

        var ended = run("serve", "--data", data().toString(), "--listen", "127.0.0.1:0");

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.err()).contains("root.key is missing").hasLineCount(1);
    }

    @Test
    void reportsEveryFaultOfTheConfiguration() throws Exception {
        Path file = Files.writeString(home.resolve("berth.yaml"), "regoin: x\nlisten: y\n");

        var ended = run("config", "check", "--config", file.toString());

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.err()).hasLineCount(2).contains("did you mean region?");
        assertThat(run("config", "check", "--config", "no-such-file").err())
                .isEqualTo("berth: there is no configuration file no-such-file\n");
    }

    @Test
    void showsSettingsAsAFileThatMeansTheSame() throws Exception {
        variables.put("BERTH_REGION", "eu-west-1");
        String shown = run("config", "show", "--set", "log.requests=true").out();
        Path file = Files.writeString(home.resolve("shown.yaml"), shown);
        variables.clear();

        assertThat(run("config", "show", "--config", file.toString()).out()).isEqualTo(shown);
        assertThat(shown).contains("region: eu-west-1", "  requests: true");
    }

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
    void addsAProfileOnlyWhenToldTo() throws Exception {
        server().close();
        variables.put("BERTH_DATA", data().toString());
        input = "\n";
        assertThat(run("configure").code()).isEqualTo(1);
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
        assertThat(ended.out()).doesNotContain("aws_secret_access_key = " + secretOf(secrets));
    }

    private static String secretOf(Path file) throws IOException {
        return AwsSections.read(Files.readString(file), "berth")
                .getOrDefault("aws_secret_access_key", "none");
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

        assertThat(ended.out())
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
        var ended = run("configure", "--print", "--data", data().toString());

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.err()).contains("no berth has run on " + data()).hasLineCount(1);
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

    @Test
    void greetsANewcomerAtLengthAndLaterInOneLine() throws Exception {
        var console =
                new Console(
                        "./berth",
                        Map.of(),
                        home,
                        new BufferedReader(new StringReader("")),
                        new PrintWriter(new StringWriter()),
                        new PrintWriter(new StringWriter()));
        try (var server = server()) {
            assertThat(new Greeting(console, server).text())
                    .contains(
                            server.address().endpoint(),
                            server.address().registry(),
                            data().toString(),
                            "./berth configure --data " + data(),
                            "docker login --username AWS --password-stdin "
                                    + server.address().registry(),
                            "podman push --tls-verify=false",
                            "buildah push --tls-verify=false",
                            "skopeo copy --dest-tls-verify=false")
                    .doesNotContain("null");
        }
        try (var server = server()) {
            assertThat(new Greeting(console, server).text())
                    .hasLineCount(1)
                    .contains(server.address().endpoint());
        }
    }

    @Test
    void warmsUpWithoutLeavingAnything() {
        assertThat(run("warm-up", "--rounds", "3")).isEqualTo(new Ended(0, "", ""));
    }

    @Test
    void quotesForAShell() {
        assertThat(Shell.quote("plain-1/2:3")).isEqualTo("plain-1/2:3");
        assertThat(Shell.quote("it's $x")).isEqualTo("'it'\\''s $x'");
        assertThat(Shell.quote("")).isEqualTo("''");
    }

    @Test
    void createsListsAndRevokesTokens() throws Exception {
        try (var server = server()) {
            String data = data().toString();
            var created =
                    run(
                            "token",
                            "create",
                            "--data",
                            data,
                            "--name",
                            "cluster",
                            "--repository",
                            "team/*",
                            "--action",
                            "pull",
                            "--lifetime",
                            "90d");

            assertThat(created.code()).as(created.err()).isZero();
            assertThat(created.out()).matches("[A-Za-z0-9_-]{100,}\n");
            assertThat(created.err())
                    .contains("acts as arn:aws:iam::000000000000:root, pull on team/*")
                    .contains(server.address().registry());
            String id = created.err().lines().findFirst().orElseThrow().substring(6);
            assertThat(run("token", "list", "--data", data).out())
                    .containsPattern(id + "  cluster +.*pull on team/\\* +.* never +active");

            assertThat(run("token", "revoke", "--data", data, id).out())
                    .isEqualTo(id + " is revoked\n");

            assertThat(run("token", "list", "--data", data).out()).contains("revoked");
            assertThat(run("token", "list", "--data", data, "--logins").out())
                    .doesNotContain("(login)");
            assertThat(
                            run(
                                            "token",
                                            "revoke",
                                            "--data",
                                            data,
                                            "--all-of",
                                            "arn:aws:iam::000000000000:root")
                                    .out())
                    .startsWith("all tokens of arn:aws:iam::000000000000:root until ");
        }
    }

    @Test
    void saysWhyATokenIsRefused() throws Exception {
        try (var _ = server()) {
            String data = data().toString();

            assertThat(run("token", "create", "--data", data, "--name", "a b"))
                    .satisfies(ended -> {
                        assertThat(ended.code()).isEqualTo(1);
                        assertThat(ended.err()).contains("InvalidParameterException", "'name'");
                    });
            assertThat(
                            run(
                                            "token",
                                            "revoke",
                                            "--data",
                                            data,
                                            "0190e1a0-0000-7000-8000-000000000001")
                                    .err())
                    .contains("RegistryTokenNotFoundException");
        }
        assertThat(run("token").code()).isEqualTo(2);
        assertThat(run("token", "revoke").err())
                .contains("name either the ids of tokens or --all-of ARN");
        assertThat(run("token", "create", "--name", "x", "--lifetime", "soon").err())
                .contains("'soon' is not a duration");
    }

    @Test
    void signsAsAProfileOrTheVariablesSay() throws Exception {
        try (var server = server()) {
            variables.put("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE");
            variables.put("AWS_SECRET_ACCESS_KEY", "secret");
            variables.put("AWS_ENDPOINT_URL", server.address().endpoint());
            assertThat(run("token", "list").err()).contains("AWS_DEFAULT_REGION");
            variables.put("AWS_REGION", "us-east-1");
            assertThat(run("token", "list").err()).contains("UnrecognizedClientException");
            assertThat(run("token", "list", "--data", data().toString()).code()).isZero();

            assertThat(run("configure", "--yes", "--data", data().toString()).code()).isZero();
            assertThat(run("token", "list", "--profile", "berth").out()).startsWith("ID");
            assertThat(run("token", "list", "--profile", "none").err())
                    .contains("the profile 'none' has no endpoint_url");
            variables.clear();
            variables.put("AWS_PROFILE", "berth");
            assertThat(run("token", "list").out()).startsWith("ID");
        }
        variables.clear();
        assertThat(run("token", "list", "--data", home.resolve("empty").toString()).err())
                .contains("no berth has run on");
    }
}
