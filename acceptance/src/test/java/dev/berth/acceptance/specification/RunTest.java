package dev.berth.acceptance.specification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A table that could not fail would say nothing: a registry that answers wrongly is found out. */
class RunTest {

    private static final String TAGS = "{\"name\":\"app\",\"tags\":[\"a\",\"b\"]}";

    private final HttpClient client = HttpClient.newHttpClient();
    private HttpServer server;
    private int status = 200;
    private String body = TAGS;
    private Map<String, String> fields =
            Map.of("Content-Type", "application/json", "OCI-Tag", "a, b", "X-Name", "value");

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        client.shutdownNow();
        server.stop(0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "status: 200",
                "status: [201, 200]",
                "status: 200, answer: {X-Name: value, X-Other: absent}",
                "status: 200, answer: {X-Name: '*'}",
                "status: 200, answer: {X-Name: /v.l+ue/}",
                "status: 200, answer: {OCI-Tag: [b, a]}",
                "status: 200, json: {tags: [a, b]}",
                "status: 200, json: {name: '{repository}', other: absent}",
                "status: 200, json: {tags: {count: 2}}",
                "status: 200, json: {tags: {contains: [b]}}",
                "status: 200, json: {tags: {in-any-order: [b, a]}}",
                "status: 200, content: tags",
                "status: 200, repeat: 3",
            })
    void agreesWithWhatIsTrue(String demands) {
        run(demands);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "status: 201",
                "status: [201, 202]",
                "status: 200, answer: {X-Name: other}",
                "status: 200, answer: {X-Other: '*'}",
                "status: 200, answer: {X-Name: absent}",
                "status: 200, answer: {X-Name: /v.l/}",
                "status: 200, answer: {OCI-Tag: [a]}",
                "status: 200, answer: {OCI-Tag: [a, b, c]}",
                "status: 200, json: {tags: [a]}",
                "status: 200, json: {tags: [b, a]}",
                "status: 200, json: {tags: [a, b, c]}",
                "status: 200, json: {name: other}",
                "status: 200, json: {name: absent}",
                "status: 200, json: {other: '*'}",
                "status: 200, json: {tags: {count: 3}}",
                "status: 200, json: {tags: {contains: [c]}}",
                "status: 200, json: {tags: {in-any-order: [a]}}",
                "status: 200, json: {tags: {in-any-order: [a, c]}}",
                "status: 200, content: other",
                "status: 200, content: nothing",
                "status: 200, error: NAME_UNKNOWN",
                "status: 200, keep: {upload: Location}",
            })
    void disagreesWithWhatIsNot(String demands) {
        assertThatThrownBy(() -> run(demands)).isInstanceOf(AssertionError.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "status: 200, answers: {}",
                "answer: {X-Name: value}",
                "status: 200, answer: {X-Name: '{nobody}'}",
                "status: 200, content: nobody",
                "status: 200, status: 200",
            })
    void takesNoSlipOfThePen(String demands) {
        assertThatThrownBy(() -> run(demands)).isNotNull();
    }

    @Test
    void findsTagsOutOfOrder() {
        body = "{\"name\":\"app\",\"tags\":[\"b\",\"a\"]}";

        assertThatThrownBy(() -> run("status: 200")).hasMessageContaining("tags in order");
    }

    @Test
    void findsCodesThatAreNotSpecified() {
        status = 404;
        body = "{\"errors\":[{\"code\":\"LOST\"}]}";

        assertThatThrownBy(() -> run("status: 404")).hasMessageContaining("LOST");
    }

    @Test
    void findsFailuresOfTheServer() {
        status = 500;

        assertThatThrownBy(() -> run("status: 500")).isInstanceOf(AssertionError.class);
    }

    @Test
    void findsWhatCannotBePulledFromItsLocation() {
        status = 201;
        fields = Map.of("Location", "/v2/app/blobs/sha256:0", "Docker-Content-Digest", "sha256:0");

        assertThatThrownBy(() -> run("status: 201")).hasMessageContaining("GET of the Location");
    }

    @Test
    void tellsWhatWasAskedAndAnswered() {
        assertThatThrownBy(() -> run("status: 404"))
                .hasMessageContaining("GET http://")
                .hasMessageContaining(TAGS);
    }

    private void run(String demands) {
        String form =
                """
                case: lists tags
                level: MUST
                section: Listing Tags
                says: Tags are listed.
                contents: {tags: {text: '%s'}, other: {bytes: 10}}
                steps: [{send: 'GET /v2/{repository}/tags/list', %s}]
                """
                        .formatted(TAGS, demands);
        List<Case> cases = Table.YAML.readValue(form, Case.Form.class).cases(Map.of());
        assertThat(cases).hasSize(1);
        URI endpoint = URI.create("http://localhost:" + server.getAddress().getPort());
        var registry = new Run.Registry(endpoint, client, "Basic none", (_, _) -> {});
        new Run(registry, cases.getFirst(), "app").run();
    }

    private void answer(HttpExchange exchange) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        fields.forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
