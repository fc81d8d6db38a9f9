package dev.berth.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.policy.ConditionKeys;
import dev.berth.policy.NamedPolicy;
import dev.berth.policy.PolicyKind;
import dev.berth.policy.PolicyParser;
import dev.berth.policy.PolicySource;
import dev.berth.problem.ProblemException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What conditions know, how a decision is explained, and roles that are assumed. */
class PolicyAuthorizerKeysTest extends AuthorizerFixture {
    // ---- condition keys -----------------------------------------------------------------------

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "aws:PrincipalArn | arn:aws:iam::111111111111:user/team/anna",
                "aws:PrincipalAccount | 111111111111",
                "aws:PrincipalType | User",
                "aws:PrincipalOrgID | o-berth",
                "aws:PrincipalIsAWSService | false",
                "aws:PrincipalTag/Team | blue",
                "aws:principaltag/TEAM | blue",
                "aws:userid | AIDAQANNAANNAANNA22",
                "aws:username | anna",
                "aws:SourceIp | 192.0.2.7",
                "aws:SecureTransport | true",
                "aws:RequestedRegion | us-east-1",
                "aws:ViaAWSService | false",
                "aws:ResourceAccount | 111111111111",
                "aws:ResourceOrgID | o-berth",
                "aws:ResourceTag/stage | prod",
                "ecr:ResourceTag/stage | prod",
                "aws:CurrentTime | 2026-01-02T03:04:05Z",
                "aws:EpochTime | 1767323045",
                "aws:UserAgent | docker",
            })
    void knowsTheKeysOfAUser(String key, String value) {
        directory.allow(ANNA, onlyIf(key, value)).tag(ANNA, Map.of("team", "blue"));
        resources.tag(OWN, Map.of("Stage", "prod"));

        assertThat(decideAsDocker(caller(ANNA))).isEqualTo(new Decision.Allowed());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "aws:PrincipalArn | arn:aws:iam::111111111111:role/ci/deploy",
                "aws:PrincipalType | AssumedRole",
                "aws:userid | AROAQDEPLOYDEPLOY222:build-7",
                "aws:TokenIssueTime | 2025-01-02T03:04:05Z",
                "aws:MultiFactorAuthPresent | false",
                "aws:PrincipalTag/project | web",
                "aws:PrincipalTag/team | green",
                "aws:SourceIdentity | carol",
                "aws:FederatedProvider | arn:aws:iam::111111111111:oidc-provider/ci.example",
            })
    void knowsTheKeysOfASession(String key, String value) {
        directory
                .allow(DEPLOY, onlyIf(key, value))
                .tag(DEPLOY, Map.of("Team", "blue", "project", "web"));

        assertThat(decideAsDocker(caller(DEPLOY, session()))).isEqualTo(new Decision.Allowed());
    }

    @ParameterizedTest
    @CsvSource({
        "aws:TokenIssueTime",
        "aws:MultiFactorAuthPresent",
        "aws:SourceArn",
        "aws:SourceVpce",
        "aws:FederatedProvider",
        "aws:PrincipalTag/none",
        "aws:ResourceTag/none",
    })
    void hasNoValueForWhatARequestWithALongTermKeyDoesNotSay(String key) {
        directory.allow(
                ANNA,
                """
                {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*",
                 "Resource": "*", "Condition": {"Null": {"%s": "true"}}}}\
                """
                        .formatted(key));

        assertThat(decideAsDocker(caller(ANNA))).isEqualTo(new Decision.Allowed());
    }

    @Test
    void anAddressHasNoZone() throws Exception {
        byte[] bytes = InetAddress.ofLiteral("fe80::1").getAddress();
        Caller anna = caller(ANNA);
        var local =
                new Caller(
                        anna.principal(),
                        anna.session(),
                        anna.accessKeyId(),
                        anna.registry(),
                        anna.scope(),
                        Inet6Address.getByAddress(null, bytes, 2),
                        anna.tls());
        directory.allow(
                ANNA,
                """
                {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*",
                 "Resource": "*", "Condition": {"IpAddress": {"aws:SourceIp": "fe80::/10"}}}}\
                """);

        assertThat(decideAsDocker(local)).isEqualTo(new Decision.Allowed());
    }

    @Test
    void aRequestCannotSayWhoItsCallerIs() {
        directory.allow(ANNA, onlyIf("aws:username", "root"));
        ConditionKeys forged = key -> List.of("root");

        assertThat(
                        authorizer.authorize(
                                caller(ANNA),
                                List.of(Ask.of(Action.ECR_BATCH_GET_IMAGE, OWN)),
                                forged))
                .isInstanceOf(Decision.Denied.class);
    }

    // ---- explanations -------------------------------------------------------------------------

    @Test
    void tellsWhichStatementDenies() {
        resources.repository(
                OWN,
                """
                {"Version": "2012-10-17", "Statement": [
                 {"Effect": "Allow", "Principal": "*", "Action": "ecr:ListImages"},
                 {"Sid": "no pulls ü", "Effect": "Deny", "Principal": "*",
                  "Action": "ecr:BatchGetImage"}]}\
                """);
        directory.allow(ANNA, PULL);

        var denied =
                (Decision.Denied) decide(caller(ANNA), Ask.of(Action.ECR_BATCH_GET_IMAGE, OWN));

        assertThat(denied.cause())
                .isEqualTo(
                        new DenialCause(
                                "ecr:BatchGetImage",
                                OWN.toString(),
                                ACCOUNT,
                                "explicit-deny",
                                "resource-based policy repository",
                                "Statement[1] no pulls ü"));
        assertThat(Objects.requireNonNull(denied.cause()).text())
                .isEqualTo(
                        "explicit-deny; resource-based policy repository; Statement[1] no pulls ?");
    }

    @Test
    void tellsWhatWouldHaveHadToAllow() {
        directory.allow(ANNA);

        var denied =
                (Decision.Denied) decide(caller(ANNA), Ask.of(Action.ECR_BATCH_GET_IMAGE, OWN));

        assertThat(Objects.requireNonNull(denied.cause()).text())
                .isEqualTo("implicit-deny; no identity-based policy");
    }

    @Test
    void rehearsesWithOtherPoliciesOfTheResource() {
        directory.allow(ANNA, EVERYTHING);
        var shut =
                new NamedPolicy(
                        "new",
                        PolicySource.RESOURCE,
                        PolicyParser.parse(resource("Deny", "\"*\"", "*"), PolicyKind.REPOSITORY));
        Ask ask = Ask.of(Action.ECR_SET_REPOSITORY_POLICY, OWN);

        assertThat(
                        authorizer.rehearse(
                                caller(ANNA),
                                ask,
                                ConditionKeys.none(),
                                new ResourcePolicies.ResourceFacts(List.of(shut), Map.of())))
                .isInstanceOf(Decision.Denied.class);
        assertThat(decide(caller(ANNA), ask)).isEqualTo(new Decision.Allowed());
    }

    @Test
    void refusesWithTheReasonOfTheDenial() {
        List<Ask> asks = List.of(Ask.of(Action.ECR_PUT_IMAGE, FOREIGN));

        assertThatThrownBy(() -> authorizer.require(caller(ROOT), asks, ConditionKeys.none()))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining(denial(caller(ROOT), asks.getFirst()));
    }

    // ---- roles to assume, what sessions cannot call -------------------------------------------

    @Test
    void aTrustPolicyIsNeededToAssumeARole() {
        directory.allow(ANNA, EVERYTHING);
        Ask assume = Ask.of(Action.STS_ASSUME_ROLE, DEPLOY.roleArn());

        assertThat(denial(caller(ANNA), assume))
                .isEqualTo(
                        WHO
                                + " is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::111111111111:role/ci/deploy");

        directory.role(role("{\"AWS\": \"AIDAQOTHEROTHEROTHER\"}"));

        assertThat(decide(caller(ANNA), assume)).isInstanceOf(Decision.Denied.class);

        directory.role(role("{\"AWS\": \"111111111111\"}"));

        assertThat(decide(caller(ANNA), assume)).isEqualTo(new Decision.Allowed());
    }

    @Test
    void whoProvesAWebIdentityIsTrustedByTheTrustPolicyAlone() {
        String provider = "arn:aws:iam::111111111111:oidc-provider/ci.example";
        var identity = new Principal.WebIdentity(provider, "repo:team/app");
        directory.role(role("{\"Federated\": \"%s\"}".formatted(provider)));
        Ask assume = Ask.of(Action.STS_ASSUME_ROLE, DEPLOY.roleArn());

        assertThat(decide(caller(identity), assume)).isEqualTo(new Decision.Allowed());
        assertThat(denial(caller(new Principal.WebIdentity("other", "x")), assume))
                .isEqualTo("Not authorized to perform sts:AssumeRole");
    }

    @Test
    void temporaryCredentialsOfAUserCannotCallIam() {
        directory.allow(ANNA, EVERYTHING);

        assertThat(SessionLimits.refusal(caller(ANNA, session()), "iam:ListUsers"))
                .isEqualTo("Cannot call ListUsers with session credentials");
        assertThat(SessionLimits.refusal(caller(ANNA), "iam:ListUsers")).isNull();
        assertThat(SessionLimits.refusal(caller(DEPLOY, session()), "iam:ListUsers")).isNull();
        assertThat(SessionLimits.refusal(caller(ANNA, session()), "sts:AssumeRole")).isNull();
        assertThat(SessionLimits.refusal(caller(ANNA, session()), "sts:GetSessionToken"))
                .isEqualTo("Cannot call GetSessionToken with session credentials");
        assertThat(SessionLimits.refusal(caller(DEPLOY, session()), "sts:GetFederationToken"))
                .isNotNull();
        var federated = new Principal.FederatedUser(ACCOUNT, "guest", ANNA);
        assertThat(SessionLimits.refusal(caller(federated, session()), "sts:AssumeRole"))
                .isNotNull();
        assertThat(SessionLimits.refusal(caller(federated, session()), "sts:GetCallerIdentity"))
                .isNull();
    }

    @Test
    void explainsAsItDecides() {
        directory.allow(ANNA, EVERYTHING, PULL);

        Explained explained =
                authorizer.explain(
                        caller(ANNA), Action.ECR_BATCH_GET_IMAGE, OWN, ConditionKeys.none());

        assertThat(explained.isAllowed()).isTrue();
        assertThat(explained.policies()).hasSize(2);
        assertThat(explained.matched()).hasSize(2).contains(explained.decisive());
    }
}
