package dev.berth.api.iam;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.api.awsquery.QueryOperation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What IAM answers, as data: {@code cases/iam/<Operation>/<case>.json} has calls that are given, a
 * request, and its response: the whole result as XML, or the error. Every answer also holds nothing
 * that the service's model does not know.
 *
 * <p>{@code ${name}} stands for a text of {@code texts.json}; unique ids are compared by their
 * first four letters.
 */
class IamCasesTest {
    private static final Path CASES = Path.of("src/test/resources/cases/iam");

    @TestFactory
    List<DynamicTest> answersAsIamDoes() throws IOException {
        var texts = new JsonMapper().readTree(CASES.resolve("texts.json").toFile());
        return cases().stream()
                .map(file ->
                        DynamicTest.dynamicTest(
                                CASES.relativize(file).toString(),
                                () -> play(texts, new JsonMapper().readTree(file.toFile()))))
                .toList();
    }

    @Test
    void operationsHaveCases() throws IOException {
        var tested =
                cases().stream()
                        .map(file -> CASES.relativize(file).getName(0).toString())
                        .collect(Collectors.toSet());

        try (var iam = new IamHarness()) {
            var features = iam.identity().iam();
            assertThat(tested)
                    .containsAll(names(new RoleOperations(features).all()))
                    .containsAll(names(new PolicyOperations(features).all()))
                    .containsAll(names(new ProviderOperations(features).all()))
                    .containsAll(names(new AccountOperations(features).all()))
                    .containsAll(names(new SimulationOperations(features).all()));
        }
    }

    private static List<String> names(List<QueryOperation> operations) {
        return operations.stream().map(QueryOperation::name).toList();
    }

    private static void play(JsonNode texts, JsonNode steps) {
        try (var iam = new IamHarness()) {
            for (JsonNode given : steps.path("given")) {
                var answer = iam.call(parameters(texts, given));
                assertThat(answer.status()).as(answer.text()).isEqualTo(200);
            }

            var answer = iam.call(parameters(texts, steps.get("request")));

            var expected = steps.get("response");
            assertThat(answer.status()).as(answer.text()).isEqualTo(expected.get("status").asInt());
            if (expected.has("code")) {
                assertThat(answer.element("Code")).isEqualTo(expected.get("code").asString());
                assertThat(answer.element("Message")).isEqualTo(expected.get("message").asString());
            } else {
                var action = steps.at("/request/Action").asString();
                assertThat(withoutIds(answer.text()))
                        .isEqualTo(document(action, expand(texts, expected.get("result"))));
            }
        }
    }

    /** A missing result is that of an operation that has none. */
    private static String document(String action, String result) {
        return "<%1$sResponse xmlns=\"https://iam.amazonaws.com/doc/2010-05-08/\">%2$s<ResponseMetadata><RequestId>%3$s</RequestId></ResponseMetadata></%1$sResponse>\n"
                .formatted(
                        action,
                        result.equals("none")
                                ? ""
                                : "<%1$sResult>%2$s</%1$sResult>".formatted(action, result),
                        IamHarness.REQUEST_ID);
    }

    private static String withoutIds(String text) {
        return text.replaceAll("(A(?:IDA|GPA|ROA|NPA|KIA))[A-Z2-7]{16,17}(?=<|%22)", "$1");
    }

    private static Map<String, String> parameters(JsonNode texts, JsonNode given) {
        var parameters = new LinkedHashMap<String, String>();
        given.properties()
                .forEach(member ->
                        parameters.put(member.getKey(), expand(texts, member.getValue())));
        return parameters;
    }

    /** A text, or a list of texts that are put together. */
    private static String expand(JsonNode texts, JsonNode node) {
        String text =
                node.isArray()
                        ? node.valueStream().map(JsonNode::asString).collect(Collectors.joining())
                        : node.asString();
        for (Map.Entry<String, JsonNode> known : texts.properties()) {
            text = text.replace("${" + known.getKey() + "}", known.getValue().asString());
        }
        return text;
    }

    private static List<Path> cases() throws IOException {
        try (var files = Files.walk(CASES, 2)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .filter(file -> CASES.relativize(file).getNameCount() == 2)
                    .sorted()
                    .toList();
        }
    }
}
