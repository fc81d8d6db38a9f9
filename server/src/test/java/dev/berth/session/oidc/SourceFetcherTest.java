package dev.berth.session.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.berth.http.engine.TestCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a real server on this machine. */
class SourceFetcherTest {
    private static final String KEYS = "{\"keys\":[]}";

    @TempDir private Path folder;
    private HttpServer server;
    private final KeyFetcher fetcher = new SourceFetcher();

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/keys", exchange -> answer(exchange, 200, KEYS));
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void readsAFile() throws IOException {
        Path file = Files.writeString(folder.resolve("keys.json"), KEYS);

        assertThat(fetch("https://issuer.example jwks=" + file)).isEqualTo(KEYS);
        assertThatThrownBy(() -> fetch("https://issuer.example jwks=" + folder.resolve("none")))
                .isInstanceOf(IOException.class);
    }

    @Test
    void readsNoEndlessFile() throws IOException {
        Path file = Files.writeString(folder.resolve("keys.json"), " ".repeat(HttpText.LIMIT + 1));

        assertThatThrownBy(() -> fetch("https://issuer.example jwks=" + file))
                .hasMessage("a file of more than 1048576 bytes");
    }

    @Test
    void getsAnAddress() throws IOException {
        assertThat(fetch("https://issuer.example jwks=" + base() + "/keys")).isEqualTo(KEYS);
    }

    @Test
    void asksTheIssuersConfiguration() throws IOException {
        configure("/realm", "{\"issuer\":\"%s/realm\",\"jwks_uri\":\"%s/keys\",\"more\":1}");

        assertThat(discover("/realm")).isEqualTo(KEYS);
    }

    @Test
    void refusesTheConfigurationOfAnotherIssuer() {
        configure("/realm", "{\"issuer\":\"%s/other\",\"jwks_uri\":\"%s/keys\"}");

        assertThatThrownBy(() -> discover("/realm"))
                .hasMessage("the configuration is that of another issuer: " + base() + "/other");
    }

    @Test
    void refusesAnUnsafeAddressOfKeys() {
        configure("/realm", "{\"issuer\":\"%s/realm\",\"jwks_uri\":\"http://keys.example/%s\"}");
        configure("/none", "{\"issuer\":\"%s/none\",\"keys\":\"%s/keys\"}");
        configure("/broken", "%s%s");

        assertThatThrownBy(() -> discover("/realm"))
                .hasMessageStartingWith("the issuer's keys have no safe address: http://keys");
        assertThatThrownBy(() -> discover("/none"))
                .hasMessage("the issuer's keys have no safe address: null");
        assertThatThrownBy(() -> discover("/broken"))
                .hasMessage("the issuer's configuration cannot be read");
    }

    @Test
    void followsNoRedirect() {
        server.createContext(
                "/moved",
                exchange -> {
                    exchange.getResponseHeaders().add("Location", base() + "/keys");
                    answer(exchange, 302, "");
                });

        assertThatThrownBy(() -> fetch("https://issuer.example jwks=" + base() + "/moved"))
                .hasMessage(base() + "/moved answered 302");
    }

    @Test
    void takesNoEndlessAnswer() {
        server.createContext(
                "/large", exchange -> answer(exchange, 200, " ".repeat(HttpText.LIMIT + 1)));

        assertThatThrownBy(() -> fetch("https://issuer.example jwks=" + base() + "/large"))
                .isInstanceOf(IOException.class);
    }

    @Test
    void saysThatNobodyAnswers() {
        String address = base() + "/keys";
        server.stop(0);

        assertThatThrownBy(() -> fetch("https://issuer.example jwks=" + address))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(address + " failed: ");
    }

    @Test
    void trustsTheAuthorityThatIsNamed() throws Exception {
        var certificate = TestCertificate.in(folder);
        var https =
                HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        https.setHttpsConfigurator(new HttpsConfigurator(certificate.serving()));
        https.createContext("/keys", exchange -> answer(exchange, 200, KEYS));
        https.start();
        try {
            String issuer =
                    "https://issuer.example jwks=https://localhost:%d/keys"
                            .formatted(https.getAddress().getPort());

            assertThat(fetch(issuer + " ca=" + certificate.certificates())).isEqualTo(KEYS);
            assertThatThrownBy(() -> fetch(issuer)).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> fetch(issuer + " ca=" + folder.resolve("key.pem")))
                    .isInstanceOf(IOException.class);
        } finally {
            https.stop(0);
        }
    }

    private String fetch(String issuer) throws IOException {
        return fetcher.fetch(OidcIssuer.tryParse(issuer).orElseThrow());
    }

    private String discover(String path) throws IOException {
        return fetcher.fetch(
                new OidcIssuer(base() + path, new OidcIssuer.KeySource.Discovered(), null));
    }

    private String base() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void configure(String path, String configuration) {
        server.createContext(
                path + "/.well-known/openid-configuration",
                exchange -> answer(exchange, 200, configuration.formatted(base(), base())));
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        try (exchange) {
            byte[] body = text.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
