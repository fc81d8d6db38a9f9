package dev.berth.http.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.http.Handler;
import dev.berth.http.Headers;
import dev.berth.http.HttpConfig;
import dev.berth.http.Response;
import dev.berth.http.ResponseBody;
import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What never reaches a handler. */
class RefusalTest {
    private static final Handler ECHO =
            request ->
                    new Response(
                            200,
                            Headers.empty(),
                            ResponseBody.text(
                                    request.host()
                                            + " "
                                            + request.path()
                                            + " "
                                            + request.rawQuery()));

    private static HttpConfig impatient() {
        var timeouts = HttpConfig.Timeouts.DEFAULT;
        return TestServer.config()
                .withTimeouts(
                        new HttpConfig.Timeouts(
                                Duration.ofMillis(300),
                                timeouts.handshake(),
                                Duration.ofMillis(300),
                                timeouts.body(),
                                timeouts.bodyRate(),
                                timeouts.write(),
                                timeouts.linger()));
    }

    private static Wire.Answer ask(String request) throws IOException {
        try (var server = TestServer.of(ECHO);
                var wire = server.connect()) {
            var answer = wire.send(request).answer();
            if (answer.status() >= 400) {
                assertThat(answer.header("Connection")).isEqualTo("close");
                assertThat(wire.closed()).isTrue();
            }
            return answer;
        }
    }

    static List<String> malformed() {
        String get = "GET / HTTP/1.1\r\nHost: a\r\n";
        String post = "POST / HTTP/1.1\r\nHost: a\r\n";
        return List.of(
                "GET / HTTP/1.1\r\n\r\n",
                "GET / HTTP/1.0\r\n\r\n",
                "GET / HTTP/1.1\r\nHost:\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a b\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: u@a\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a:port\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a:99999\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: [::1\r\n\r\n",
                "GET nonsense HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET ftp://a/ HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /#x HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /a\u00e4 HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET\r\n\r\n",
                "\u0001\u0002\u0003\r\n\r\n",
                get + "Folded: a\r\n b\r\n\r\n",
                get + " Folded: a\r\n\r\n",
                get + "No colon\r\n\r\n",
                get + "Space : before colon\r\n\r\n",
                get + "Bare: line feed\n\r\n",
                post + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                post + "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n",
                post + "Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc",
                post + "Content-Length: 3\r\nContent-Length: 4\r\n\r\nabc",
                post + "Content-Length: 3, 3\r\n\r\nabc",
                post + "Content-Length: -1\r\n\r\n",
                post + "Content-Length: +3\r\n\r\nabc",
                post + "Content-Length: 0x3\r\n\r\nabc",
                post + "Content-Length: 99999999999999999999\r\n\r\n",
                post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void refusesWhatIsMalformed(String request) throws Exception {
        assertThat(ask(request).status()).isEqualTo(400);
    }

    @Test
    void refusesFoldsHoweverTheyArrive() throws Exception {
        try (var server = TestServer.of(ECHO);
                var wire = server.connect()) {
            for (char c : "\r\nGET / HTTP/1.1\r\nHost: a\r\nX: a\r\n b\r\n\r\n".toCharArray()) {
                wire.send(String.valueOf(c));
            }

            assertThat(wire.answer().status()).isEqualTo(400);
        } catch (SocketException e) {
            // refused before the last character was sent
        }
    }

    @Test
    void takesABodyThatLooksFolded() throws Exception {
        String post = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n";
        assertThat(ask("\r\n" + post + " \n\t\n ").status()).isEqualTo(200);
    }

    @Test
    void namesTheLimitThatWasExceeded() throws Exception {
        String line = "GET /" + "a".repeat(17 << 10) + " HTTP/1.1\r\nHost: a\r\n\r\n";
        String header = "GET / HTTP/1.1\r\nHost: a\r\nX: " + "a".repeat(33 << 10) + "\r\n\r\n";

        assertThat(ask(line).status()).isEqualTo(414);
        assertThat(ask(header).status()).isEqualTo(431);
        assertThat(ask("GET / HTTP/2.0\r\nHost: a\r\n\r\n").status()).isEqualTo(505);
        assertThat(
                        ask("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n")
                                .status())
                .isEqualTo(501);
        assertThat(ask("GET / HTTP/1.1\r\nHost: a\r\nExpect: wonders\r\n\r\n").status())
                .isEqualTo(417);
    }

    @Test
    void takesLongTokens() throws Exception {
        String token = "GET / HTTP/1.1\r\nHost: a\r\nX: " + "a".repeat(30 << 10) + "\r\n\r\n";

        assertThat(ask(token).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a", "A.b-c_d:80", "127.0.0.1:1", "[::1]", "[2001:db8::1]:443", "localhost"})
    void takesEveryFormOfHost(String host) throws Exception {
        var answer = ask("GET /p?q=%20 HTTP/1.1\r\nHost: " + host + "\r\n\r\n");

        assertThat(answer.text()).isEqualTo(host.toLowerCase(Locale.ROOT) + " /p q=%20");
    }

    @Test
    void believesTheAuthorityOfAnAbsoluteAddress() throws Exception {
        assertThat(ask("GET http://B:1/p?q HTTP/1.1\r\nHost: a\r\n\r\n").text())
                .isEqualTo("b:1 /p q");
        assertThat(ask("GET http://b?q HTTP/1.1\r\nHost: a\r\n\r\n").text()).isEqualTo("b / q");
    }

    @Test
    void tellsAClientThatTriesTls() throws Exception {
        byte[] hello = {0x16, 0x03, 0x01, 0x00, 0x05, 0x01, 0x00, 0x00, 0x01, 0x03};
        try (var server = TestServer.of(ECHO);
                var wire = server.connect()) {
            wire.send(hello);

            assertThat(wire.line()).isEqualTo("HTTP/1.1 400 Bad Request");
            assertThat(wire.restAsText()).contains("Connection: close\r\n");
        }
    }

    @Test
    void endsAHeaderThatTakesTooLong() throws Exception {
        try (var server = TestServer.of(impatient(), ECHO);
                var wire = server.connect()) {
            wire.get("/").answer();
            wire.send("GET / HT");

            assertThat(wire.answer().status()).isEqualTo(408);
            assertThat(wire.closed()).isTrue();
        }
    }

    @Test
    void closesSilentConnections() throws Exception {
        try (var server = TestServer.of(impatient(), ECHO);
                var silent = server.connect();
                var idle = server.connect()) {
            idle.get("/").answer();

            assertThat(silent.closed()).isTrue();
            assertThat(idle.closed()).isTrue();
        }
    }

    @Test
    void closesConnectionsBeyondTheLimit() throws Exception {
        var limits = HttpConfig.Limits.DEFAULT;
        var config =
                TestServer.config()
                        .withLimits(
                                new HttpConfig.Limits(
                                        limits.requestLine(),
                                        limits.header(),
                                        1,
                                        limits.body(),
                                        limits.bodies(),
                                        limits.drain()));
        try (var server = TestServer.of(config, ECHO);
                var first = server.connect()) {
            assertThat(first.get("/").answer().status()).isEqualTo(200);

            try (var second = server.connect()) {
                assertThat(second.closed()).isTrue();
            }
            assertThat(first.get("/").answer().status()).isEqualTo(200);
        }
    }

    @Test
    void hidesWhyAHandlerFailed() throws Exception {
        Handler failing =
                _ -> {
                    throw new IllegalStateException("secret");
                };
        try (var server = TestServer.of(failing);
                var wire = server.connect()) {
            var answer = wire.get("/").answer();

            assertThat(answer.status()).isEqualTo(500);
            assertThat(answer.text()).isEmpty();
            assertThat(wire.closed()).isTrue();
        }
    }

    @Test
    void writesNoFieldThatBreaksItsLine() throws Exception {
        Handler splitting = _ -> Response.of(200, Headers.of("Location", "/a\r\nSet-Cookie: b"));
        try (var server = TestServer.of(splitting);
                var wire = server.connect()) {
            var answer = wire.get("/").answer();

            assertThat(answer.status()).isEqualTo(500);
            assertThat(answer.headers()).doesNotContainKey("set-cookie");
        }
    }
}
