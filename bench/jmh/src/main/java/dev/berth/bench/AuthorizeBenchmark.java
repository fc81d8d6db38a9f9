package dev.berth.bench;

import dev.berth.aws.AccountId;
import dev.berth.policy.AccessRequest;
import dev.berth.policy.ConditionKeys;
import dev.berth.policy.NamedPolicy;
import dev.berth.policy.PolicyEngine;
import dev.berth.policy.PolicyKind;
import dev.berth.policy.PolicyParser;
import dev.berth.policy.PolicySet;
import dev.berth.policy.PolicySource;
import dev.berth.policy.RequestPrincipal;
import dev.berth.policy.Ruling;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One decision; only the last statement allows, so that none can be left out. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class AuthorizeBenchmark {
    private static final AccountId ACCOUNT = new AccountId("111122223333");

    @Param({"10", "100", "1000"})
    public int statements;

    /**
     * teams: a statement for each team's repositories. wildcards: patterns with wildcards inside that
     * all begin alike. conditions: every statement is about the request but for its condition.
     */
    @Param({"teams", "wildcards", "conditions"})
    public String shape = "";

    private PolicySet policies = PolicySet.ofIdentity(List.of());
    private AccessRequest request =
            new AccessRequest(
                    "", "", ACCOUNT, new RequestPrincipal.Anonymous(), ConditionKeys.none());

    @Setup
    public void prepare() {
        String text =
                IntStream.range(0, statements)
                        .mapToObj(i -> statement(i, i == statements - 1))
                        .collect(
                                Collectors.joining(
                                        ",", "{\"Version\":\"2012-10-17\",\"Statement\":[", "]}"));
        policies =
                PolicySet.ofIdentity(
                        List.of(
                                new NamedPolicy(
                                        "bench",
                                        PolicySource.IDENTITY,
                                        PolicyParser.parse(text, PolicyKind.IDENTITY))));
        Map<String, List<String>> keys =
                Map.of(
                        "aws:username", List.of("ann"),
                        "aws:sourceip", List.of("10.1.2.3"),
                        "aws:principaltag/team", List.of("payments"));
        request =
                new AccessRequest(
                        "ecr:BatchGetImage",
                        "arn:aws:ecr:eu-west-1:111122223333:repository/payments/checkout/server",
                        ACCOUNT,
                        new RequestPrincipal.User(
                                ACCOUNT,
                                "arn:aws:iam::111122223333:user/ann",
                                "AIDAEXAMPLEANN0000000"),
                        keys::get);
        if (!(PolicyEngine.decide(policies, request) instanceof Ruling.Allowed)) {
            throw new IllegalStateException("the last statement does not allow");
        }
    }

    @Benchmark
    public Ruling decide() {
        return PolicyEngine.decide(policies, request);
    }

    private String statement(int number, boolean allows) {
        String team = allows ? "payments" : "team-" + number;
        String effect = number % 10 == 0 && !allows ? "Deny" : "Allow";
        String head =
                """
                {"Effect":"%s","Action":["ecr:BatchGet*","ecr:GetDownloadUrlForLayer"],"Resource":"""
                        .formatted(effect);
        return switch (shape) {
            case "teams" ->
                    head + "\"arn:aws:ecr:eu-west-1:111122223333:repository/" + team + "/*\"}";
            case "wildcards" -> head + "\"arn:aws:ecr:*:*:repository/*" + team + "*/ser?er\"}";
            case "conditions" ->
                    head
                            + """
                            "*","Condition":{"StringLike":{"aws:PrincipalTag/team":"%s"},
                             "IpAddress":{"aws:SourceIp":["192.0.2.0/24","10.0.0.0/8"]}}}"""
                                    .formatted(team);
            default -> throw new IllegalStateException(shape);
        };
    }
}
