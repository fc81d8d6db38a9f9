package dev.berth.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.berth.json.Json;
import dev.berth.json.JsonTree;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class PolicyParserTest {
    private static final String NO_JSON = "The policy is not in the valid JSON format";

    @TestFactory
    Stream<DynamicTest> texts() {
        return CaseFile.of(CaseFile.TEXTS)
                .flatMap(file -> file.cases().stream())
                .map(given ->
                        DynamicTest.dynamicTest(
                                CaseFile.checked(
                                        given,
                                        Set.of("shows", "kind", "faults"),
                                        Set.of("policy", "text")),
                                () ->
                                        assertThat(faults(given))
                                                .isEqualTo(CaseFile.texts(given.get("faults")))));
    }

    @Test
    void keepsTheTextAndWhatStandsInIt() {
        String text =
                """
                {
                  "Version": "2012-10-17",
                  "Statement": [
                    {
                      "Sid": "pull",
                      "Effect": "Allow",
                      "Principal": {"AWS": ["111122223333", "AIDAEXAMPLEANN000000A"]},
                      "NotAction": "ecr:Put*",
                      "Resource": "arn:aws:ecr:*:*:repository/${aws:username}/*",
                      "Condition": {
                        "StringLike": {"aws:PrincipalTag/team": "${aws:PrincipalTag/org, 'x'}"},
                        "Null": {"aws:username": false}}
                    }, {"Effect": "Deny", "NotPrincipal": {"Service": "lambda.amazonaws.com"},
                     "Action": "*"}]
                }\
                """;

        PolicyDocument document = PolicyParser.parse(text, PolicyKind.REPOSITORY);

        assertThat(document.text()).isEqualTo(text);
        assertThat(document.kind()).isEqualTo(PolicyKind.REPOSITORY);
        assertThat(document.version()).isEqualTo("2012-10-17");
        assertThat(document.contextKeys())
                .containsExactly("aws:username", "aws:PrincipalTag/team", "aws:PrincipalTag/org");
        Statement pull = document.statements().getFirst();
        assertThat(pull.sid()).isEqualTo("pull");
        assertThat(pull.effect()).isEqualTo(Effect.ALLOW);
        assertThat(pull.actions()).containsExactly("ecr:Put*");
        assertThat(pull.resources())
                .containsExactly("arn:aws:ecr:*:*:repository/${aws:username}/*");
        assertThat(pull.principals())
                .containsExactly(
                        new NamedPrincipal("AWS", "111122223333", "Statement[0].Principal.AWS[0]"),
                        new NamedPrincipal(
                                "AWS", "AIDAEXAMPLEANN000000A", "Statement[0].Principal.AWS[1]"));
        assertThat(pull.begin()).isEqualTo(new JsonTree.Place(4, 6));
        assertThat(pull.end()).isEqualTo(new JsonTree.Place(13, 6));
        Statement second = document.statements().get(1);
        assertThat(second.sid()).isEmpty();
        assertThat(second.resources()).isEmpty();
        assertThat(second.principals())
                .extracting(NamedPrincipal::type, NamedPrincipal::value)
                .containsExactly(tuple("Service", "lambda.amazonaws.com"));
        assertThat(second.begin()).isEqualTo(new JsonTree.Place(13, 9));
    }

    @Test
    void placesAreThoseOfTheSimulationThatIsDocumented() {
        String text =
                "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\","
                        + "\"Action\":\"dynamodb:*\",\"Resource\":\"*\",\"Condition\":"
                        + "{\"DateGreaterThan\":{\"aws:CurrentTime\":\"2018-08-16T12:00:00Z\"}}}}";

        Statement statement = PolicyParser.parse(text, PolicyKind.IDENTITY).statements().getFirst();

        assertThat(statement.begin()).isEqualTo(new JsonTree.Place(1, 38));
        assertThat(statement.end()).isEqualTo(new JsonTree.Place(1, 167));
    }

    @Test
    void aTextBeyondEveryUseIsRefusedUnread() {
        assertThatThrownBy(() -> PolicyParser.parse("[".repeat(1 << 21), PolicyKind.IDENTITY))
                .isInstanceOf(MalformedPolicyException.class)
                .hasMessage("The policy is too long");
    }

    @Test
    void tellsABoundedNumberOfFaults() {
        List<Integer> wrong = IntStream.range(0, 5_000).boxed().toList();
        String text = new String(Json.write(Map.of("Statement", wrong)), StandardCharsets.UTF_8);

        assertThat(faults(Map.of("kind", "IDENTITY", "text", text))).hasSize(100);
    }

    /** Of a text that is no JSON the library's words are left out. */
    private static List<String> faults(Map<String, Object> given) {
        PolicyKind kind = PolicyKind.valueOf(CaseFile.require(given, "kind").toString());
        String text =
                given.containsKey("text")
                        ? CaseFile.require(given, "text").toString()
                        : new String(Json.write(version(given)), StandardCharsets.UTF_8);
        try {
            PolicyParser.parse(text, kind);
            return List.of();
        } catch (MalformedPolicyException e) {
            return e.faults().stream()
                    .map(PolicyFault::toString)
                    .map(fault ->
                            fault.startsWith(NO_JSON) && !fault.matches(NO_JSON + ": (the|some).*")
                                    ? NO_JSON
                                    : fault)
                    .toList();
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> version(Map<String, Object> given) {
        Map<String, Object> policy = (Map<String, Object>) CaseFile.require(given, "policy");
        if (policy.containsKey("Version")) {
            return policy;
        }
        Map<String, Object> current = new LinkedHashMap<>(policy);
        current.put("Version", "2012-10-17");
        return current;
    }
}
