package dev.berth.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.aws.AccountId;
import java.util.List;
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

    private static AccessRequest putImage() {
        return new AccessRequest("ecr:PutImage", REPOSITORY, ACCOUNT, ANN, ConditionKeys.none());
    }

    private static NamedPolicy identity(String text) {
        return new NamedPolicy(
                "inline", PolicySource.IDENTITY, PolicyParser.parse(text, PolicyKind.IDENTITY));
    }
}
