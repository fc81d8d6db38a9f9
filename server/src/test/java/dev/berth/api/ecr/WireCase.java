package dev.berth.api.ecr;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.http.Response;
import dev.berth.http.ResponseBody;
import dev.berth.testing.TestBerth;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Plays one case: the calls that are given, then the request, whose answer must hold all that the
 * case expects (it may hold more).
 *
 * <p>In texts, {@code ${name}} stands for what an earlier call was told to save, and {@code ${x*9}}
 * for nine times x; {@code {"$times": 9, "$of": …}} in a list for nine times that. Expected values
 * may be {@code <any>}, {@code <uuid>} or {@code <absent>}.
 */
final class WireCase {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern REPEATED = Pattern.compile("\\$\\{(.)\\*([0-9]+)}");
    private static final Pattern UUID =
            Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private final TestBerth berth;
    private final JsonNode fixtures;
    private final Map<String, String> saved = new HashMap<>();

    WireCase(TestBerth berth, JsonNode fixtures) {
        this.berth = berth;
        this.fixtures = fixtures;
    }

    void play(JsonNode steps) {
        prepare(steps.path("given"));

        var answer = send(steps.get("request"));

        var expected = steps.get("response");
        assertThat(answer.status()).as(text(answer)).isEqualTo(expected.get("status").asInt());
        assertThat(answer.headers().first("Content-Type")).contains("application/x-amz-json-1.1");
        assertThat(answer.headers().first("x-amzn-RequestId")).contains(TestBerth.REQUEST_ID);
        assertMatches("", expand(expected.get("body")), JSON.readTree(text(answer)));
    }

    /**
     * Makes calls that must succeed; a text names calls of the fixtures, {@code {"advance":
     * "PT1H"}} moves the clock, and {@code {"run": "<job>"}} runs a job of the server.
     */
    void prepare(JsonNode given) {
        for (JsonNode step : given) {
            if (step.isString()) {
                prepare(fixtures.get(step.asString()));
            } else if (step.has("advance")) {
                berth.clock().advance(Duration.parse(step.get("advance").asString()));
            } else if (step.has("run")) {
                berth.run(step.get("run").asString());
            } else {
                var answer = send(step);
                assertThat(answer.status()).as(text(answer)).isEqualTo(200);
                var body = JSON.readTree(text(answer));
                step.path("save")
                        .properties()
                        .forEach(save ->
                                saved.put(
                                        save.getKey(),
                                        body.at(save.getValue().asString()).asString()));
            }
        }
    }

    private Response send(JsonNode call) {
        var input = call.get("input");
        byte[] body =
                input.isString()
                        ? input.asString().getBytes(StandardCharsets.UTF_8)
                        : JSON.writeValueAsBytes(expand(input));
        return berth.call(call.get("operation").asString(), body);
    }

    private static String text(Response response) {
        return response.body() instanceof ResponseBody.Bytes(var content)
                ? StandardCharsets.UTF_8.decode(content.duplicate()).toString()
                : "";
    }

    private JsonNode expand(JsonNode node) {
        return switch (node) {
            case ObjectNode object -> {
                var copy = JsonNodeFactory.instance.objectNode();
                object.properties()
                        .forEach(member -> copy.set(member.getKey(), expand(member.getValue())));
                yield copy;
            }
            case ArrayNode array -> {
                var copy = JsonNodeFactory.instance.arrayNode();
                for (JsonNode element : array) {
                    int times = element.path("$times").asInt(1);
                    var value = expand(element.has("$times") ? element.get("$of") : element);
                    copy.addAll(Collections.nCopies(times, value));
                }
                yield copy;
            }
            case JsonNode text when text.isString() ->
                    JsonNodeFactory.instance.stringNode(expand(text.asString()));
            default -> node;
        };
    }

    private String expand(String text) {
        var expanded =
                REPEATED.matcher(text)
                        .replaceAll(
                                match -> match.group(1).repeat(Integer.parseInt(match.group(2))));
        for (Map.Entry<String, String> value : saved.entrySet()) {
            expanded = expanded.replace("${" + value.getKey() + "}", value.getValue());
        }
        return expanded;
    }

    private static void assertMatches(String path, JsonNode expected, JsonNode actual) {
        switch (expected) {
            case ObjectNode object ->
                    object.properties().forEach(member -> assertMember(path, member, actual));
            case ArrayNode array -> {
                assertThat(actual.size()).as(path + " of " + actual).isEqualTo(array.size());
                for (int i = 0; i < array.size(); i++) {
                    assertMatches(path + "[" + i + "]", array.get(i), actual.get(i));
                }
            }
            case JsonNode value when value.isString() && value.asString().equals("<any>") ->
                    assertThat(actual.isNull()).as(path).isFalse();
            case JsonNode value when value.isString() && value.asString().equals("<uuid>") ->
                    assertThat(actual.asString()).as(path).matches(UUID);
            default -> assertThat(actual).as(path).isEqualTo(expected);
        }
    }

    private static void assertMember(
            String path, Map.Entry<String, JsonNode> member, JsonNode actual) {
        var where = path + "." + member.getKey();
        if (member.getValue().isString() && member.getValue().asString().equals("<absent>")) {
            assertThat(actual.has(member.getKey())).as(where).isFalse();
        } else {
            assertThat(actual.has(member.getKey())).as(where + " in " + actual).isTrue();
            assertMatches(where, member.getValue(), actual.get(member.getKey()));
        }
    }
}
