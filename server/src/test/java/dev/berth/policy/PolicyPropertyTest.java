package dev.berth.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds for every policy, not only for those that somebody thought of. */
class PolicyPropertyTest {
    private static final List<String> ACTIONS =
            List.of(
                    "ecr:PutImage",
                    "ecr:BatchGetImage",
                    "ecr:Batch*",
                    "ecr:*",
                    "*",
                    "s3:GetObject");
    private static final List<String> RESOURCES =
            List.of(
                    "*",
                    "arn:aws:ecr:*:*:repository/team/*",
                    "arn:aws:ecr:eu-west-1:111122223333:repository/team/app",
                    "arn:aws:ecr:*:*:repository/${aws:username}/*",
                    "arn:aws:s3:::bucket");
    private static final List<Map<String, Object>> CONDITIONS =
            List.of(
                    Map.of(),
                    Map.of("StringEquals", Map.of("aws:username", "team")),
                    Map.of("StringNotLike", Map.of("aws:username", "t*")),
                    Map.of("Bool", Map.of("aws:SecureTransport", "true")),
                    Map.of("ForAllValues:StringEquals", Map.of("aws:TagKeys", List.of("a", "b"))));

    @Property
    void aDenyNeverAllowsMore(
            @ForAll("statements") List<Map<String, Object>> statements,
            @ForAll("deny") Map<String, Object> deny,
            @ForAll("requests") AccessRequest request) {
        boolean before = decide(statements, request) instanceof Ruling.Allowed;

        List<Map<String, Object>> more = new ArrayList<>(statements);
        more.add(deny);

        if (decide(more, request) instanceof Ruling.Allowed) {
            assertThat(before).isTrue();
        }
    }

    @Property
    void anotherAllowNeverUndoesAnExplicitDeny(
            @ForAll("statements") List<Map<String, Object>> statements,
            @ForAll("allow") Map<String, Object> allow,
            @ForAll("requests") AccessRequest request) {
        Ruling before = decide(statements, request);
        List<Map<String, Object>> more = new ArrayList<>(statements);
        more.add(allow);

        Ruling after = decide(more, request);

        if (before instanceof Ruling.ExplicitDeny || after instanceof Ruling.ExplicitDeny) {
            assertThat(after.getClass()).isEqualTo(before.getClass());
        }
    }

    @Property
    void boundariesAndSessionsNeverAllowMore(
            @ForAll("statements") List<Map<String, Object>> statements,
            @ForAll("statements") List<Map<String, Object>> limit,
            @ForAll("requests") AccessRequest request) {
        NamedPolicy identity = named(PolicySource.IDENTITY, statements, PolicyKind.IDENTITY);
        NamedPolicy boundary = named(PolicySource.BOUNDARY, limit, PolicyKind.IDENTITY);
        NamedPolicy session = named(PolicySource.SESSION, limit, PolicyKind.SESSION);
        boolean alone = decide(statements, request) instanceof Ruling.Allowed;

        var bounded = new PolicySet(List.of(identity), boundary, List.of(), List.of());
        var narrowed = new PolicySet(List.of(identity), null, List.of(session), List.of());

        if (!alone) {
            assertThat(PolicyEngine.decide(bounded, request)).isNotInstanceOf(Ruling.Allowed.class);
            assertThat(PolicyEngine.decide(narrowed, request))
                    .isNotInstanceOf(Ruling.Allowed.class);
        }
    }

    @Property
    void theOrderOfStatementsDoesNotDecide(
            @ForAll("statements") List<Map<String, Object>> statements,
            @ForAll("requests") AccessRequest request) {
        assertThat(decide(statements.reversed(), request).getClass())
                .isEqualTo(decide(statements, request).getClass());
    }

    @Property
    void theDecisionIsAmongWhatIsExplained(
            @ForAll("statements") List<Map<String, Object>> statements,
            @ForAll("requests") AccessRequest request) {
        NamedPolicy policy = named(PolicySource.IDENTITY, statements, PolicyKind.IDENTITY);

        Explanation explanation =
                PolicyEngine.explain(PolicySet.ofIdentity(List.of(policy)), request);

        switch (explanation.ruling()) {
            case Ruling.Allowed(Match match) -> {
                assertThat(explanation.matched()).contains(match);
                assertThat(explanation.matched())
                        .allMatch(other -> other.rule().effect() == Effect.ALLOW);
            }
            case Ruling.ExplicitDeny(Match match) ->
                    assertThat(explanation.matched()).contains(match);
            case Ruling.ImplicitDeny _ -> assertThat(explanation.matched()).isEmpty();
        }
    }

    @Property
    void aTextThatWasReadIsReadAlikeAgain(
            @ForAll("statements") List<Map<String, Object>> statements) {
        PolicyDocument first = document(statements, PolicyKind.IDENTITY);

        PolicyDocument second = PolicyParser.parse(first.text(), PolicyKind.IDENTITY);

        assertThat(second.text()).isEqualTo(first.text());
        assertThat(second.contextKeys()).isEqualTo(first.contextKeys());
        assertThat(second.statements())
                .usingRecursiveComparison()
                .comparingOnlyFields("sid", "effect", "begin", "end", "index")
                .isEqualTo(first.statements());
        assertThat(second.statements().stream().map(Statement::actions))
                .containsExactlyElementsOf(
                        statements.stream()
                                .map(s -> List.of(String.valueOf(s.get("Action"))))
                                .toList());
    }

    @Property(tries = 5_000)
    void globsMatchWhatARegularExpressionMatches(
            @ForAll("patterns") String pattern, @ForAll("values") String value) {
        String expression =
                pattern.chars()
                        .mapToObj(c ->
                                switch (c) {
                                    case '*' -> ".*";
                                    case '?' -> ".";
                                    default -> Pattern.quote(Character.toString(c));
                                })
                        .collect(Collectors.joining());

        boolean matches =
                TextPattern.glob(pattern, false, fault -> {}).matches(value, ConditionKeys.none());

        assertThat(matches).isEqualTo(Pattern.compile(expression).matcher(value).matches());
    }

    @Property(tries = 2_000)
    void aVariableIsLikeItsValueWrittenWithoutWildcards(
            @ForAll("patterns") String before,
            @ForAll("patterns") String brought,
            @ForAll("patterns") String after,
            @ForAll("values") String value) {
        var keys = Map.of("aws:x", List.of(brought));
        String escaped = brought.replace("*", "${*}").replace("?", "${?}");

        boolean byVariable =
                TextPattern.glob(before + "${aws:X}" + after, true, fault -> {})
                        .matches(value, keys::get);

        assertThat(byVariable)
                .isEqualTo(
                        TextPattern.glob(before + escaped + after, true, fault -> {})
                                .matches(value, ConditionKeys.none()));
    }

    @Provide
    Arbitrary<String> patterns() {
        return Arbitraries.strings().withChars("ab:*?").ofMaxLength(8);
    }

    @Provide
    Arbitrary<String> values() {
        return Arbitraries.strings().withChars("ab:").ofMaxLength(10);
    }

    @Provide
    Arbitrary<List<Map<String, Object>>> statements() {
        return Arbitraries.oneOf(allow(), deny()).list().ofMinSize(1).ofMaxSize(6);
    }

    @Provide
    Arbitrary<Map<String, Object>> allow() {
        return statement("Allow");
    }

    @Provide
    Arbitrary<Map<String, Object>> deny() {
        return statement("Deny");
    }

    @Provide
    Arbitrary<AccessRequest> requests() {
        return Combinators.combine(
                        Arbitraries.of("ecr:PutImage", "ecr:BatchGetImage", "s3:GetObject"),
                        Arbitraries.of("team", "x"),
                        Arbitraries.of(true, false))
                .as((action, user, secure) -> request(action, user, secure));
    }

    private static AccessRequest request(String action, String user, boolean secure) {
        Map<String, List<String>> keys =
                Map.of(
                        "aws:username", List.of(user),
                        "aws:securetransport", List.of(Boolean.toString(secure)));
        return new AccessRequest(
                action,
                "arn:aws:ecr:eu-west-1:111122223333:repository/team/app",
                Callers.HOME,
                new RequestPrincipal.User(
                        Callers.HOME, "arn:aws:iam::111122223333:user/" + user, "AIDA" + user),
                keys::get);
    }

    private static Arbitrary<Map<String, Object>> statement(String effect) {
        return Combinators.combine(
                        Arbitraries.of(ACTIONS),
                        Arbitraries.of(RESOURCES),
                        Arbitraries.of(CONDITIONS))
                .as((action, resource, condition) -> {
                    Map<String, Object> statement = new LinkedHashMap<>();
                    statement.put("Effect", effect);
                    statement.put("Action", action);
                    statement.put("Resource", resource);
                    statement.put("Condition", condition);
                    return statement;
                });
    }

    private static Ruling decide(List<Map<String, Object>> statements, AccessRequest request) {
        NamedPolicy policy = named(PolicySource.IDENTITY, statements, PolicyKind.IDENTITY);
        return PolicyEngine.decide(PolicySet.ofIdentity(List.of(policy)), request);
    }

    private static NamedPolicy named(
            PolicySource source, List<Map<String, Object>> statements, PolicyKind kind) {
        return new NamedPolicy("generated", source, document(statements, kind));
    }

    private static PolicyDocument document(List<Map<String, Object>> statements, PolicyKind kind) {
        String text =
                new String(
                        Json.write(Map.of("Version", "2012-10-17", "Statement", statements)),
                        StandardCharsets.UTF_8);
        return PolicyParser.parse(text, kind);
    }
}
