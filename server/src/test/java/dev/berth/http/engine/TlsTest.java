package dev.berth.http.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.http.Handler;
import dev.berth.http.Headers;
import dev.berth.http.HttpConfig;
import dev.berth.http.Response;
import dev.berth.http.ResponseBody;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TlsTest {
    private static final int SIZE = 5_000_000;

    @TempDir static Path folder;
    private static TestCertificate certificate;

    @BeforeAll
    static void makeCertificate() throws Exception {
        certificate = TestCertificate.in(folder);
    }

    private static HttpConfig config(HttpConfig.Tls.Provider provider) {
        return TestServer.config().withTls(certificate.files(provider));
    }

    private static Wire connect(TestServer server) throws Exception {
        var socket =
                (SSLSocket)
                        certificate
                                .trusting()
                                .getSocketFactory()
                                .createSocket("127.0.0.1", server.port());
        var parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"h2", "http/1.1"});
        socket.setSSLParameters(parameters);
        return new Wire(socket);
    }

    private static Response text(String text) {
        return new Response(200, Headers.empty(), ResponseBody.text(text));
    }

    @ParameterizedTest
    @EnumSource(HttpConfig.Tls.Provider.class)
    void offersHttp11InBothVersionsOfTls(HttpConfig.Tls.Provider provider) throws Exception {
        try (var server =
                TestServer.of(config(provider), request -> text(request.peer().scheme()))) {
            for (String version : List.of("TLSv1.2", "TLSv1.3")) {
                try (var wire = connect(server)) {
                    var socket = (SSLSocket) wire.socket();
                    socket.setEnabledProtocols(new String[] {version});

                    assertThat(wire.get("/").answer().text()).isEqualTo("https");
                    assertThat(wire.get("/").answer().text()).isEqualTo("https");
                    assertThat(socket.getApplicationProtocol()).isEqualTo("http/1.1");
                    assertThat(socket.getSession().getProtocol()).isEqualTo(version);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(HttpConfig.Tls.Provider.class)
    void servesTheJdksClient(HttpConfig.Tls.Provider provider) throws Exception {
        byte[] content = new byte[SIZE];
        new Random(3).nextBytes(content);
        Path file = Files.write(folder.resolve("blob-" + provider), content);
        var releases = new AtomicInteger();
        try (var channel = FileChannel.open(file);
                var server =
                        TestServer.of(config(provider), echoOr(slice(channel, releases), SIZE));
                var client = HttpClient.newBuilder().sslContext(certificate.trusting()).build()) {
            var uri = URI.create("https://localhost:" + server.port() + "/");
            var download =
                    client.send(
                            HttpRequest.newBuilder(uri).build(),
                            HttpResponse.BodyHandlers.ofByteArray());
            var upload =
                    client.send(
                            HttpRequest.newBuilder(uri)
                                    .expectContinue(true)
                                    .PUT(HttpRequest.BodyPublishers.ofByteArray(content))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());

            assertThat(download.body()).isEqualTo(content);
            assertThat(upload.body()).isEqualTo("" + SIZE);
            assertThat(download.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
            assertThat(releases).hasValue(1);
        }
    }

    private static ResponseBody.OpenFile slice(FileChannel channel, AtomicInteger releases) {
        return new ResponseBody.OpenFile() {
            @Override
            public FileChannel channel() {
                return channel;
            }

            @Override
            public void release() {
                releases.incrementAndGet();
            }
        };
    }

    private static Handler echoOr(ResponseBody.OpenFile file, int size) {
        return request -> {
            if (request.method().equals("GET")) {
                return new Response(
                        200, Headers.empty(), new ResponseBody.FileSlice(file, 0, size));
            }
            try {
                long count = 0;
                for (ByteBuffer piece = request.body().next();
                        piece != null;
                        piece = request.body().next()) {
                    count += piece.remaining();
                }
                return text("" + count);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        };
    }

    @ParameterizedTest
    @EnumSource(HttpConfig.Tls.Provider.class)
    void letsAClientReadTheRefusalWhileItStillSends(HttpConfig.Tls.Provider provider)
            throws Exception {
        try (var server = TestServer.of(config(provider), _ -> Response.of(401, Headers.empty()));
                var wire = connect(server)) {
            int length = 10 << 20;
            wire.send("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: " + length + "\r\n\r\n");
            Thread sender =
                    Thread.ofVirtual()
                            .start(() -> {
                                try {
                                    wire.send(new byte[length]);
                                } catch (IOException e) {
                                    // the server has closed, having been read
                                }
                            });

            assertThat(wire.answer().status()).isEqualTo(401);
            sender.join(Duration.ofSeconds(60));
        }
    }

    @Test
    void closesOnPlainHttp() throws Exception {
        try (var server = TestServer.of(config(HttpConfig.Tls.Provider.FASTEST), _ -> text(""));
                var wire = server.connect()) {
            wire.get("/");

            assertThat(wire.restAsText()).doesNotContain("HTTP/1.1");
        }
    }

    @Test
    void endsAHandshakeThatTakesTooLong() throws Exception {
        var timeouts = HttpConfig.Timeouts.DEFAULT;
        var impatient =
                config(HttpConfig.Tls.Provider.FASTEST)
                        .withTimeouts(
                                new HttpConfig.Timeouts(
                                        timeouts.header(),
                                        Duration.ofMillis(300),
                                        timeouts.idle(),
                                        timeouts.body(),
                                        timeouts.bodyRate(),
                                        timeouts.write(),
                                        timeouts.linger()));
        try (var server = TestServer.of(impatient, _ -> text(""));
                var wire = server.connect()) {
            assertThat(wire.closed()).isTrue();
        }
    }

    @Test
    void refusesAKeyThatBelongsToAnotherCertificate() throws Exception {
        var files = certificate.files(HttpConfig.Tls.Provider.FASTEST);
        var other =
                TestCertificate.in(Files.createDirectory(folder.resolve("other")))
                        .files(HttpConfig.Tls.Provider.FASTEST);

        assertThat(PemFiles.read(files.certificate(), files.key()).chain()).isNotEmpty();
        assertThatThrownBy(() -> PemFiles.read(files.certificate(), other.key()))
                .isInstanceOf(IOException.class)
                .hasMessage(
                        "the key %s does not belong to the certificate %s",
                        other.key(), files.certificate());
    }

    @Test
    void tellsTheFaultsOfItsFilesApart() throws Exception {
        var files = certificate.files(HttpConfig.Tls.Provider.FASTEST);
        Path missing = folder.resolve("missing.pem");

        assertThatThrownBy(() -> PemFiles.read(missing, files.key()))
                .hasMessage("there is no certificate " + missing);
        assertThatThrownBy(() -> PemFiles.read(files.certificate(), missing))
                .hasMessage("there is no key " + missing);
        assertThatThrownBy(() -> PemFiles.read(files.key(), files.key()))
                .hasMessage(files.key() + " is not a certificate in PEM form");
        assertThatThrownBy(() -> PemFiles.read(files.certificate(), files.certificate()))
                .hasMessageContaining("openssl pkcs8 -topk8 -nocrypt -in " + files.certificate());
    }

    @Test
    void namesTheFilesThatCannotBeUsed() throws Exception {
        Path broken = Files.writeString(folder.resolve("broken.pem"), "nothing");
        var server =
                new NettyServer(
                        TestServer.config().withTls(new HttpConfig.Tls(broken, broken)),
                        _ -> text(""),
                        InstantSource.system());

        assertThatThrownBy(server::start)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("broken.pem");
    }
}
