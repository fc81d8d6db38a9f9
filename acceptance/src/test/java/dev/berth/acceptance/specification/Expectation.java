package dev.berth.acceptance.specification;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What a step says of its answer. */
record Expectation(Contents contents, Variables variables) {

    private static final String ANY = "*";
    private static final String ABSENT = "absent";
    private static final String NOTHING = "nothing";

    void check(Step step, Exchange exchange) {
        assertThat(exchange.status()).as("status").isIn(step.status());
        if (step.answer() != null) {
            step.answer().forEach((name, expected) -> field(name, expected, exchange));
        }
        if (step.content() != null) {
            byte[] expected =
                    step.content().equals(NOTHING) ? new byte[0] : contents.slice(step.content());
            assertThat(exchange.body()).as("body").isEqualTo(expected);
        }
        if (step.json() != null) {
            JsonNode expected = contents.expand(step.json(), new ArrayList<>());
            json("", expected, Contents.JSON.readTree(exchange.body()));
        }
        if (step.error() != null) {
            error(step.error(), exchange);
        }
    }

    /** A list is a set of values, however many fields they share; all else is one field. */
    private void field(String name, JsonNode expected, Exchange exchange) {
        List<String> values = exchange.fields(name);
        if (expected instanceof ArrayNode list) {
            assertThat(values)
                    .flatMap(value -> Stream.of(value.split(",", -1)).map(String::strip).toList())
                    .as(name)
                    .containsExactlyInAnyOrderElementsOf(
                            Stream.iterate(0, i -> i < list.size(), i -> i + 1)
                                    .map(i -> variables.fill(list.get(i).asString()))
                                    .toList());
        } else if (expected.asString().equals(ABSENT)) {
            assertThat(values).as(name).isEmpty();
        } else {
            assertThat(values).as(name).hasSize(1);
            text(name, expected.asString(), values.getFirst());
        }
    }

    private void error(String code, Exchange exchange) {
        assertThat(exchange.field("Content-Type"))
                .as("Content-Type")
                .hasValueSatisfying(type -> assertThat(type).startsWith("application/json"));
        JsonNode errors = Contents.JSON.readTree(exchange.body()).path("errors");
        assertThat(errors.size()).as("errors").isEqualTo(1);
        text("code", code, errors.path(0).path("code").asString());
        assertThat(errors.path(0).path("message").asString()).as("message").isNotBlank();
    }

    private void json(String at, JsonNode expected, @Nullable JsonNode actual) {
        if (expected.isString() && expected.asString().equals(ABSENT)) {
            assertThat(actual == null || actual.isMissingNode()).as(at + " is absent").isTrue();
            return;
        }
        assertThat(actual).as(at).isNotNull();
        if (actual == null) {
            return;
        }
        switch (expected) {
            case ObjectNode object when actual.isArray() -> list(at, object, actual);
            case ObjectNode object -> {
                assertThat(actual.isObject()).as(at + " is an object").isTrue();
                for (Map.Entry<String, JsonNode> member : object.properties()) {
                    json(
                            at + "." + member.getKey(),
                            member.getValue(),
                            actual.get(member.getKey()));
                }
            }
            case ArrayNode array -> {
                assertThat(actual.size())
                        .as("length of %s: %s", at, actual)
                        .isEqualTo(array.size());
                for (int i = 0; i < array.size(); i++) {
                    json(at + "[" + i + "]", array.get(i), actual.get(i));
                }
            }
            default -> {
                if (expected.isString()) {
                    text(at, expected.asString(), actual.asString());
                } else {
                    assertThat(actual).as(at).isEqualTo(expected);
                }
            }
        }
    }

    /** Arrays of which not the order, not all, or only the number is demanded. */
    private void list(String at, ObjectNode demand, JsonNode actual) {
        if (demand.has("count")) {
            assertThat(actual.size()).as("length of " + at).isEqualTo(demand.get("count").asInt());
            return;
        }
        boolean all = demand.has("in-any-order");
        JsonNode expected = all ? demand.get("in-any-order") : demand.get("contains");
        assertThat(expected).as("%s is a list: %s", at, actual).isNotNull();
        if (all) {
            assertThat(actual.size()).as("length of %s: %s", at, actual).isEqualTo(expected.size());
        }
        for (JsonNode item : expected) {
            assertThat(actual)
                    .as("%s has %s: %s", at, item, actual)
                    .anySatisfy(found -> json(at, item, found));
        }
    }

    private void text(String at, String expected, String actual) {
        if (expected.equals(ANY)) {
            assertThat(actual).as(at).isNotEmpty();
        } else if (expected.length() > 1 && expected.startsWith("/") && expected.endsWith("/")) {
            String pattern = expected.substring(1, expected.length() - 1);
            assertThat(actual).as(at).matches(variables.fillPattern(pattern));
        } else {
            assertThat(actual).as(at).isEqualTo(variables.fill(expected));
        }
    }
}
