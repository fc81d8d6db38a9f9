package dev.berth.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.aws.AccountId;
import dev.berth.aws.Arn;
import dev.berth.aws.Region;
import dev.berth.aws.Registry;
import dev.berth.oci.Digest;
import dev.berth.oci.RepositoryName;
import dev.berth.policy.ConditionKeys;
import dev.berth.policy.NamedPolicy;
import dev.berth.policy.PolicyKind;
import dev.berth.policy.PolicyParser;
import dev.berth.policy.PolicySource;
import dev.berth.testing.FixedClock;
import dev.berth.testing.TestDirectory;
import dev.berth.testing.TestResources;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whom the tests of decisions ask about, and how they ask. */
abstract class AuthorizerFixture {
    static final AccountId ACCOUNT = new AccountId("111111111111");
    static final AccountId OTHER = new AccountId("222222222222");
    static final Registry HOME = new Registry(ACCOUNT, new Region("us-east-1"));
    static final Registry ABROAD = new Registry(OTHER, new Region("us-east-1"));
    static final Arn OWN = HOME.repositoryArn("team/app");
    static final Arn FOREIGN = ABROAD.repositoryArn("team/app");
    static final Principal ROOT = new Principal.Root(ACCOUNT);
    static final Principal.User ANNA =
            new Principal.User(ACCOUNT, "AIDAQANNAANNAANNA22", "/team/", "anna");
    static final Principal.AssumedRole DEPLOY =
            new Principal.AssumedRole(ACCOUNT, "AROAQDEPLOYDEPLOY222", "/ci/", "deploy", "build-7");
    static final TokenScope.Layer LAYER =
            new TokenScope.Layer(
                    new RepositoryName("team/app"), Digest.parse("sha256:" + "ab".repeat(32)));

    static final String EVERYTHING = allow("*", "*");
    static final String PULL = allow("ecr:BatchGetImage", "*");
    static final String WHO = "User: arn:aws:iam::111111111111:user/team/anna";
    static final String WHAT =
            WHO + " is not authorized to perform: ecr:BatchGetImage on resource: ";

    final FixedClock clock = new FixedClock();
    final TestDirectory directory = new TestDirectory();
    final TestResources resources = new TestResources();
    final PolicyAuthorizer authorizer =
            new PolicyAuthorizer(directory, resources, clock, "o-berth");

    Decision decide(Caller caller, Ask... asks) {
        for (Ask ask : asks) {
            assertThatExplanationAgrees(caller, ask);
        }
        return authorizer.authorize(caller, List.of(asks), ConditionKeys.none());
    }

    /** Of every decision of this class: an explanation that says otherwise explains nothing. */
    void assertThatExplanationAgrees(Caller caller, Ask ask) {
        for (Action action : ask.anyOf()) {
            assertThat(
                            authorizer
                                    .explain(caller, action, ask.arn(), ConditionKeys.none())
                                    .decision())
                    .isEqualTo(
                            authorizer.authorize(
                                    caller,
                                    List.of(new Ask(List.of(action), ask.arn())),
                                    ConditionKeys.none()));
        }
    }

    Decision decideAsDocker(Caller caller) {
        return authorizer.authorize(
                caller,
                List.of(Ask.of(Action.ECR_BATCH_GET_IMAGE, OWN)),
                key -> key.equals("aws:useragent") ? List.of("docker") : null);
    }

    String denial(Caller caller, Ask... asks) {
        return ((Decision.Denied) decide(caller, asks)).reason();
    }

    static Caller caller(Principal principal) {
        return caller(principal, null);
    }

    static Caller caller(Principal principal, @Nullable Session session) {
        return caller(principal, session, new TokenScope.Full());
    }

    static Caller caller(Principal principal, @Nullable Session session, TokenScope scope) {
        return new Caller(
                principal, session, null, HOME, scope, InetAddress.ofLiteral("192.0.2.7"), true);
    }

    static Session session(String... policies) {
        return sessionOf(List.of(policies), List.of());
    }

    static Session sessionOf(List<String> policies, List<String> managed) {
        return new Session(
                Instant.parse("2025-01-02T03:04:05Z"),
                Instant.parse("2035-01-02T04:04:05Z"),
                policies,
                managed,
                Map.of("team", "green"),
                Set.of(),
                "carol",
                false,
                "arn:aws:iam::111111111111:oidc-provider/ci.example");
    }

    static Directory.RoleFacts role(String principal) {
        var trust =
                new NamedPolicy(
                        "trust",
                        PolicySource.RESOURCE,
                        PolicyParser.parse(
                                """
                                {"Version": "2012-10-17", "Statement": {"Effect": "Allow",
                                 "Principal": %s, "Action": "sts:AssumeRole"}}\
                                """
                                        .formatted(principal),
                                PolicyKind.TRUST));
        return new Directory.RoleFacts(
                ACCOUNT,
                DEPLOY.roleId(),
                DEPLOY.rolePath(),
                DEPLOY.roleName(),
                Duration.ofHours(1),
                trust,
                Map.of());
    }

    static String allow(String action, String resource) {
        return """
        {"Version": "2012-10-17", "Statement":
         {"Effect": "Allow", "Action": ["%s"], "Resource": "%s"}}\
        """
                .formatted(action, resource);
    }

    static String deny(String action) {
        return """
        {"Version": "2012-10-17", "Statement":
         {"Effect": "Deny", "Action": "%s", "Resource": "*"}}\
        """
                .formatted(action);
    }

    static String onlyIf(String key, String value) {
        return """
        {"Version": "2012-10-17", "Statement":
         {"Effect": "Allow", "Action": "*", "Resource": "*",
          "Condition": {"StringEquals": {"%s": "%s"}}}}\
        """
                .formatted(key, value);
    }

    static String resource(String effect, String principal, String action) {
        return """
        {"Version": "2012-10-17", "Statement":
         {"Effect": "%s", "Principal": %s, "Action": "%s"}}\
        """
                .formatted(effect, principal, action);
    }

    static String registry(String principal) {
        return """
        {"Version": "2012-10-17", "Statement":
         {"Effect": "Allow", "Principal": %s, "Action": "ecr:*", "Resource": "*"}}\
        """
                .formatted(principal);
    }
}
