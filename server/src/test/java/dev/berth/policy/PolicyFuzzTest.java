package dev.berth.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Whatever is sent as a policy, it is read or refused with its faults, and then it decides. */
class PolicyFuzzTest {

    @FuzzTest(maxDuration = "30s")
    void textsAreReadOrRefused(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        for (PolicyKind kind : PolicyKind.values()) {
            try {
                PolicyDocument document = PolicyParser.parse(text, kind);
                assertThat(document.statements()).isNotEmpty();
                PolicyEngine.explain(
                        PolicySet.ofResource(
                                List.of(
                                        new NamedPolicy(
                                                "fuzzed", PolicySource.RESOURCE, document))),
                        request(List.of("*${aws:username}?")));
            } catch (MalformedPolicyException e) {
                assertThat(e.faults()).isNotEmpty();
            }
        }
    }

    @FuzzTest(maxDuration = "30s")
    void valuesOfConditionsAreReadOrRefused(FuzzedDataProvider data) {
        Operator operator = data.pickValue(Operator.values());
        String text = data.consumeString(200);
        String value = data.consumeRemainingAsString();
        List<String> faults = new ArrayList<>();

        var comparand = new ComparandParser(true, faults::add).parse(operator, text);

        assertThat(comparand.isPresent() || !faults.isEmpty()).isTrue();
        comparand.ifPresent(read -> read.matches(value, request(List.of(text)).keys()));
    }

    private static AccessRequest request(List<String> values) {
        return new AccessRequest(
                "ecr:PutImage",
                "arn:aws:ecr:eu-west-1:111122223333:repository/team/app",
                Callers.HOME,
                new RequestPrincipal.Service("lambda.amazonaws.com"),
                _ -> values);
    }
}
