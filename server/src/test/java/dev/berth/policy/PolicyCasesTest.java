package dev.berth.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The cases below cases/policy, each checked by hand against IAM's documentation. */
class PolicyCasesTest {
    private static final int LEAST_CASES = 300;
    private static final String REPOSITORY =
            "arn:aws:ecr:eu-west-1:111122223333:repository/team/app";
    private static final Set<String> SOURCES =
            Set.of("identity", "boundary", "session", "repository", "registry", "trust");

    @Test
    void noFileIsEmptyAndNoNameStandsTwice() {
        List<String> names = new ArrayList<>();
        List<Integer> decided = new ArrayList<>();
        for (CaseFile file : CaseFile.all()) {
            assertThat(file.kind())
                    .as(file.path().toString())
                    .isIn(CaseFile.CONDITIONS, CaseFile.DECISIONS, CaseFile.TEXTS);
            assertThat(file.cases()).as(file.path().toString()).isNotEmpty();
            file.cases().forEach(given -> names.add(CaseFile.require(given, "shows").toString()));
            if (!file.kind().equals(CaseFile.TEXTS)) {
                decided.add(file.cases().size());
            }
        }

        assertThat(names).doesNotHaveDuplicates();
        assertThat(decided.stream().mapToInt(Integer::intValue).sum())
                .isGreaterThanOrEqualTo(LEAST_CASES);
    }

    @TestFactory
    Stream<DynamicTest> conditions() {
        return CaseFile.of(CaseFile.CONDITIONS)
                .flatMap(file -> file.cases().stream())
                .map(given ->
                        DynamicTest.dynamicTest(
                                CaseFile.checked(
                                        given, Set.of("shows", "when", "keys", "holds"), Set.of()),
                                () -> checkCondition(given)));
    }

    @TestFactory
    Stream<DynamicTest> decisions() {
        return CaseFile.of(CaseFile.DECISIONS)
                .flatMap(file -> file.cases().stream())
                .map(given ->
                        DynamicTest.dynamicTest(
                                CaseFile.checked(
                                        given,
                                        Set.of("shows", "expect"),
                                        Set.of(
                                                "caller",
                                                "action",
                                                "resource",
                                                "account",
                                                "keys",
                                                "reason",
                                                "identity",
                                                "boundary",
                                                "session",
                                                "repository",
                                                "registry",
                                                "trust")),
                                () -> checkDecision(given)));
    }

    private static void checkCondition(Map<String, Object> given) {
        boolean holds = Boolean.parseBoolean(CaseFile.require(given, "holds").toString());
        assertThat(decideWith(given, "Allow"))
                .isEqualTo(holds ? "allowed by identity 0" : "no identity-based policy");
        assertThat(decideWith(given, "Deny"))
                .isEqualTo(holds ? "denied by identity 0" : "no identity-based policy");
    }

    private static String decideWith(Map<String, Object> given, String effect) {
        var statement =
                Map.of(
                        "Effect",
                        effect,
                        "Action",
                        "*",
                        "Resource",
                        "*",
                        "Condition",
                        given.get("when"));
        return decide(Map.of("identity", List.of(statement), "keys", given.get("keys"))).text();
    }

    private static void checkDecision(Map<String, Object> given) {
        Decided decided = decide(given);

        assertThat(decided.text()).isEqualTo(CaseFile.require(given, "expect").toString());
        if (given.get("reason") != null) {
            assertThat(decided.ruling().reason(decided.request().action()))
                    .isEqualTo(given.get("reason"));
        }
        assertThat(PolicyEngine.explain(decided.policies(), decided.request()).ruling())
                .isEqualTo(decided.ruling());
    }

    private record Decided(PolicySet policies, AccessRequest request, Ruling ruling) {
        String text() {
            return switch (ruling) {
                case Ruling.Allowed(Match match) -> "allowed by " + text(match);
                case Ruling.ExplicitDeny(Match match) -> "denied by " + text(match);
                case Ruling.ImplicitDeny(PolicySource missing) -> "no " + missing.text();
            };
        }

        private static String text(Match match) {
            return match.policy().name() + " " + match.statement();
        }
    }

    private static Decided decide(Map<String, Object> given) {
        List<NamedPolicy> resource = new ArrayList<>();
        resource.addAll(policies(given, "repository", PolicyKind.REPOSITORY));
        resource.addAll(policies(given, "registry", PolicyKind.REGISTRY));
        resource.addAll(policies(given, "trust", PolicyKind.TRUST));
        List<NamedPolicy> boundary = policies(given, "boundary", PolicyKind.IDENTITY);
        PolicySet policies =
                new PolicySet(
                        policies(given, "identity", PolicyKind.IDENTITY),
                        boundary.isEmpty() ? null : boundary.getFirst(),
                        policies(given, "session", PolicyKind.SESSION),
                        resource);
        RequestPrincipal caller =
                Callers.BY_NAME.get(given.getOrDefault("caller", "ann").toString());
        assertThat(caller).as(given.toString()).isNotNull();
        AccessRequest request =
                new AccessRequest(
                        given.getOrDefault("action", "ecr:BatchGetImage").toString(),
                        given.getOrDefault("resource", REPOSITORY).toString(),
                        Callers.HOME,
                        caller,
                        CaseFile.keys(given.get("keys")));
        return new Decided(policies, request, PolicyEngine.decide(policies, request));
    }

    /** One policy under the name of its source, or several under names of their own. */
    private static List<NamedPolicy> policies(
            Map<String, Object> given, String source, PolicyKind kind) {
        Object tree = given.get(source);
        if (tree == null) {
            return List.of();
        }
        if (tree instanceof Map<?, ?> named && !named.containsKey("Statement")) {
            return named.entrySet().stream()
                    .map(entry -> policy(entry.getKey().toString(), source, entry.getValue(), kind))
                    .toList();
        }
        return List.of(policy(source, source, tree, kind));
    }

    private static NamedPolicy policy(
            String name, String source, @Nullable Object tree, PolicyKind kind) {
        assertThat(SOURCES).contains(source);
        PolicySource from =
                switch (source) {
                    case "identity" -> PolicySource.IDENTITY;
                    case "boundary" -> PolicySource.BOUNDARY;
                    case "session" -> PolicySource.SESSION;
                    default -> PolicySource.RESOURCE;
                };
        return new NamedPolicy(name, from, CaseFile.policy(tree == null ? List.of() : tree, kind));
    }
}
