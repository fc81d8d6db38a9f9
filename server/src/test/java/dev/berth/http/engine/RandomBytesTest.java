package dev.berth.http.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.http.Handler;
import dev.berth.http.Headers;
import dev.berth.http.Response;
import dev.berth.http.ResponseBody;
import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Whatever comes in, the connection ends and the server lives on. */
class RandomBytesTest {
    private static final Handler READ_ALL =
            request -> {
                try {
                    while (request.body().next() != null) {
                        // only to have it read
                    }
                } catch (IOException e) {
                    return Response.of(400, Headers.empty());
                }
                return new Response(200, Headers.empty(), ResponseBody.text("alive"));
            };

    @Property(tries = 300)
    void survivesAnything(@ForAll("noise") List<String> parts) throws Exception {
        try (var server = TestServer.of(READ_ALL)) {
            send(server, parts);

            try (var wire = server.connect()) {
                assertThat(wire.get("/").answer().text()).isEqualTo("alive");
            }
        }
    }

    private static void send(TestServer server, List<String> parts) throws IOException {
        try (var wire = server.connect()) {
            for (String part : parts) {
                wire.send(part.getBytes(StandardCharsets.ISO_8859_1));
            }
            wire.socket().shutdownOutput();
            wire.rest();
        } catch (SocketException e) {
            // closed before it was all sent
        }
    }

    /**
     * Random bytes alone hardly pass the request line, so they are mixed with the protocol's own.
     */
    @Provide
    Arbitrary<List<String>> noise() {
        Arbitrary<String> words =
                Arbitraries.of(
                        "GET / HTTP/1.1\r\n",
                        "POST /x HTTP/1.1\r\n",
                        "PUT * HTTP/1.0\r\n",
                        "Host: a\r\n",
                        "Content-Length: 3\r\n",
                        "Content-Length: 18446744073709551616\r\n",
                        "Transfer-Encoding: chunked\r\n",
                        "Expect: 100-continue\r\n",
                        "Connection: close\r\n",
                        "\r\n",
                        "\r\n\r\n",
                        "3\r\nabc\r\n",
                        "0\r\n\r\n",
                        "ffffffff\r\n",
                        " ",
                        ":",
                        "\n",
                        "\u0000",
                        "\u0016\u0003\u0001");
        Arbitrary<String> bytes =
                Arbitraries.strings().withCharRange('\0', '\u00ff').ofMaxLength(40);
        return Arbitraries.frequencyOf(Tuple.of(4, words), Tuple.of(1, bytes)).list().ofMaxSize(20);
    }
}
