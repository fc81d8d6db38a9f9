package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Why a server does not start, and how it greets where it does. */
class ServeCommandTest extends CommandFixture {
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
    void greetsANewcomerAtLengthAndLaterInOneLine() throws Exception {
        var console =
                new Console(
                        "/my tools/berth",
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
                            "eval \"$('/my tools/berth' configure --data " + data() + ")\"\n",
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
}
