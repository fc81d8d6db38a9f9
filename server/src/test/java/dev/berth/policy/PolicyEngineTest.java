package dev.berth.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.aws.AccountId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PolicyEngineTest {
    private static final AccountId ACCOUNT = new AccountId("111122223333");
    private static final String REPOSITORY =
            "arn:aws:ecr:eu-west-1:111122223333:repository/team/app";
    private static final RequestPrincipal ANN =
            new RequestPrincipal.User(
                    ACCOUNT, "arn:aws:iam::111122223333:user/ann", "AIDAEXAMPLEANN000000");

    @Test
    void anAllowAllows() {
        NamedPolicy policy =
                identity(
                        """
                        {"Version": "2012-10-17", "Statement": [
                          {"Sid": "push", "Effect": "Allow", "Action": "ecr:Put*",
                           "Resource": "arn:aws:ecr:*:*:repository/team/*"}]}\
                        """);

        assertThat(PolicyEngine.decide(PolicySet.ofIdentity(List.of(policy)), putImage()))
                .isEqualTo(new Ruling.Allowed(new Match(policy, 0, "push")));
    }

    @Test
    void aDenyWins() {
        NamedPolicy policy =
                identity(
                        """
                        {"Version": "2012-10-17", "Statement": [
                          {"Effect": "Allow", "Action": "*", "Resource": "*"},
                          {"Effect": "Deny", "Action": "ecr:PutImage", "Resource": "*"}]}\
                        """);

        Ruling ruling = PolicyEngine.decide(PolicySet.ofIdentity(List.of(policy)), putImage());

        assertThat(ruling).isEqualTo(new Ruling.ExplicitDeny(new Match(policy, 1, "")));
        assertThat(ruling.reason("ecr:PutImage"))
                .isEqualTo("with an explicit deny in an identity-based policy");
    }

    @Test
    void withoutAnAllowNothingIsAllowed() {
        Ruling ruling = PolicyEngine.decide(PolicySet.ofIdentity(List.of()), putImage());

        assertThat(ruling).isEqualTo(new Ruling.ImplicitDeny(PolicySource.IDENTITY));
        assertThat(ruling.reason("ecr:PutImage"))
                .isEqualTo("because no identity-based policy allows the ecr:PutImage action");
    }

    @Test
    void explainsEveryStatementThatMatchedAndTheKeysThatWereMissing() {
        NamedPolicy own =
                identity(
                        """
                        {"Version": "2012-10-17", "Statement": [
                          {"Sid": "all", "Effect": "Allow", "Action": "ecr:*", "Resource": "*"},
                          {"Sid": "tagged", "Effect": "Allow", "Action": "ecr:*", "Resource": "*",
                           "Condition": {"StringEquals": {"aws:ResourceTag/Team": "red"}}},
                          {"Effect": "Allow", "Action": "s3:*", "Resource": "*",
                           "Condition": {"StringEquals": {"s3:prefix": "x"}}},
                          {"Sid": "own", "Effect": "Allow", "Action": "ecr:Put*",
                           "Resource": "arn:aws:ecr:*:*:repository/${aws:username}/*"},
                          {"Sid": "night", "Effect": "Deny", "Action": "*", "Resource": "*",
                           "Condition": {"Bool": {"aws:SecureTransport": "false"}}}]}\
                        """);
        NamedPolicy boundary =
                new NamedPolicy(
                        "boundary",
                        PolicySource.BOUNDARY,
                        PolicyParser.parse(
                                """
                                {"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}\
                                """,
                                PolicyKind.IDENTITY));
        var policies = new PolicySet(List.of(own), boundary, List.of(), List.of());
        var plain = Map.of("aws:securetransport", List.of("false"));

        Explanation explanation =
                PolicyEngine.explain(
                        policies,
                        new AccessRequest("ecr:PutImage", REPOSITORY, ACCOUNT, ANN, plain::get));

        assertThat(explanation.ruling())
                .isEqualTo(new Ruling.ExplicitDeny(new Match(own, 4, "night")));
        assertThat(explanation.matched())
                .containsExactly(
                        new Match(own, 0, "all"),
                        new Match(own, 4, "night"),
                        new Match(boundary, 0, ""));
        assertThat(explanation.missingKeys())
                .containsExactly("aws:ResourceTag/Team", "aws:username");
        assertThat(explanation.matched().get(1).rule().begin().line()).isEqualTo(9);
    }

    @Test
    void asksOnceForTheKeysOfStatementsThatAreAboutTheRequest() {
        List<String> asked = new ArrayList<>();
        NamedPolicy policy =
                identity(
                        """
                        {"Version": "2012-10-17", "Statement": [
                          {"Effect": "Deny", "Action": "ecr:Delete*", "Resource": "*",
                           "Condition": {"Bool": {"aws:A": "true"}}},
                          {"Effect": "Deny", "Action": "ecr:*",
                           "Resource": "arn:aws:ecr:*:*:repository/other",
                           "Condition": {"Bool": {"aws:B": "true"}}},
                          {"Effect": "Allow", "Action": "ecr:*", "Resource": "*",
                           "Condition": {"Bool": {"aws:C": "true"}}}]}\
                        """);

        PolicyEngine.decide(
                PolicySet.ofIdentity(List.of(policy)),
                new AccessRequest(
                        "ecr:PutImage",
                        REPOSITORY,
                        ACCOUNT,
                        ANN,
                        key -> {
                            asked.add(key);
                            return null;
                        }));

        assertThat(asked).containsExactly("aws:c");
    }

    @Test
    void keysOfTheFirstWinOverThoseOfTheSecond() {
        var first = Map.of("aws:a", List.of("1"), "aws:none", List.<String>of());
        var second = Map.of("aws:a", List.of("2"), "aws:b", List.of("3"), "aws:none", List.of("4"));
        ConditionKeys both = ((ConditionKeys) first::get).and(second::get);

        assertThat(both.values("aws:a")).containsExactly("1");
        assertThat(both.values("aws:b")).containsExactly("3");
        assertThat(both.values("aws:none")).isEmpty();
        assertThat(both.values("aws:c")).isNull();
    }

    @Test
    void decidesAlikeForMoreActionsThanItRemembers() {
        NamedPolicy policy =
                identity(
                        """
                        {"Statement": {"Effect": "Allow", "Action": "ecr:Odd*", "Resource": "*"}}\
                        """);
        PolicySet policies = PolicySet.ofIdentity(List.of(policy));

        for (int i = 0; i < 2_000; i++) {
            String action = "ecr:" + (i % 2 == 0 ? "Even" : "Odd") + i;
            Ruling ruling =
                    PolicyEngine.decide(
                            policies,
                            new AccessRequest(
                                    action, REPOSITORY, ACCOUNT, ANN, ConditionKeys.none()));
            assertThat(ruling instanceof Ruling.Allowed).as(action).isEqualTo(i % 2 == 1);
        }
    }

    private static AccessRequest putImage() {
        return new AccessRequest("ecr:PutImage", REPOSITORY, ACCOUNT, ANN, ConditionKeys.none());
    }

    private static NamedPolicy identity(String text) {
        return new NamedPolicy(
                "inline", PolicySource.IDENTITY, PolicyParser.parse(text, PolicyKind.IDENTITY));
    }
}
