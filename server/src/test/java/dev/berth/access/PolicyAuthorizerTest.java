package dev.berth.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import dev.berth.problem.ProblemException;
import dev.berth.testing.FixedClock;
import dev.berth.testing.TestDirectory;
import dev.berth.testing.TestResources;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyAuthorizerTest {
    private static final AccountId ACCOUNT = new AccountId("111111111111");
    private static final AccountId OTHER = new AccountId("222222222222");
    private static final Registry HOME = new Registry(ACCOUNT, new Region("us-east-1"));
    private static final Registry ABROAD = new Registry(OTHER, new Region("us-east-1"));
    private static final Arn OWN = HOME.repositoryArn("team/app");
    private static final Arn FOREIGN = ABROAD.repositoryArn("team/app");
    private static final Principal ROOT = new Principal.Root(ACCOUNT);
    private static final Principal.User ANNA =
            new Principal.User(ACCOUNT, "AIDAQANNAANNAANNA22", "/team/", "anna");
    private static final Principal.AssumedRole DEPLOY =
            new Principal.AssumedRole(ACCOUNT, "AROAQDEPLOYDEPLOY222", "/ci/", "deploy", "build-7");
    private static final TokenScope.Layer LAYER =
            new TokenScope.Layer(
                    new RepositoryName("team/app"), Digest.parse("sha256:" + "ab".repeat(32)));

    private static final String EVERYTHING = allow("*", "*");
    private static final String PULL = allow("ecr:BatchGetImage", "*");
    private static final String WHO = "User: arn:aws:iam::111111111111:user/team/anna";
    private static final String WHAT =
            WHO + " is not authorized to perform: ecr:BatchGetImage on resource: ";

    private final FixedClock clock = new FixedClock();
    private final TestDirectory directory = new TestDirectory();
    private final TestResources resources = new TestResources();
    private final PolicyAuthorizer authorizer =
            new PolicyAuthorizer(directory, resources, clock, "o-berth");

    // ---- root ---------------------------------------------------------------------------------

    @Test
    void allowsRootEverythingInItsOwnAccount() {
        assertThat(
                        decide(
                                caller(ROOT),
                                Ask.of(Action.ECR_PUT_IMAGE, OWN),
                                Ask.onEverything(Action.ECR_GET_AUTHORIZATION_TOKEN),
                                Ask.of(Action.ECR_DESCRIBE_REPOSITORIES, HOME.repositoryArn("*"))))
                .isEqualTo(new Decision.Allowed());
    }

    @Test
    void deniesRootWhatAnotherAccountOwns() {
        assertThat(denial(caller(ROOT), Ask.of(Action.ECR_PUT_IMAGE, FOREIGN)))
                .isEqualTo(
                        "User: arn:aws:iam::111111111111:root is not authorized to perform: ecr:PutImage on resource: arn:aws:ecr:us-east-1:222222222222:repository/team/app because no resource-based policy allows the ecr:PutImage action");
    }

    @Test
    void deniesADisabledRoot() {
        directory.disableRoot(ACCOUNT);

        assertThat(denial(caller(ROOT), Ask.of(Action.ECR_PUT_IMAGE, OWN)))
                .endsWith("because no identity-based policy allows the ecr:PutImage action");
    }

    @Test
    void letsRootTakeAwayAPolicyThatDeniesEveryone() {
        resources.repository(OWN, resource("Deny", "\"*\"", "*"));

        assertThat(denial(caller(ROOT), Ask.of(Action.ECR_BATCH_GET_IMAGE, OWN)))
                .endsWith("with an explicit deny in a resource-based policy");
        assertThat(decide(caller(ROOT), Ask.of(Action.ECR_SET_REPOSITORY_POLICY, OWN)))
                .isEqualTo(new Decision.Allowed());
        assertThat(decide(caller(ROOT), Ask.of(Action.ECR_DELETE_REPOSITORY_POLICY, OWN)))
                .isEqualTo(new Decision.Allowed());
    }

    @Test
    void doesNotLetRootSetThePolicyOfAnotherAccount() {
        assertThat(denial(caller(ROOT), Ask.of(Action.ECR_SET_REPOSITORY_POLICY, FOREIGN)))
                .contains("no resource-based policy");
    }

    // ---- users and the tails of denials -------------------------------------------------------

    @Test
    void allowsAUserWhatHisPoliciesAllow() {
        directory.allow(ANNA, PULL);

        assertThat(decide(caller(ANNA), Ask.of(Action.ECR_BATCH_GET_IMAGE, OWN)))
                .isEqualTo(new Decision.Allowed());
        assertThat(denial(caller(ANNA), Ask.of(Action.ECR_PUT_IMAGE, OWN)))
                .isEqualTo(
                        "User: arn:aws:iam::111111111111:user/team/anna is not authorized to perform: ecr:PutImage on resource: arn:aws:ecr:us-east-1:111111111111:repository/team/app because no identity-based policy allows the ecr:PutImage action");
    }

    @Test
    void namesAnExplicitDenyOfAnIdentityPolicy() {
        directory.allow(ANNA, PULL, deny("ecr:BatchGetImage"));

        assertThat(denial(caller(ANNA), Ask.of(Action.ECR_BATCH_GET_IMAGE, OWN)))
                .isEqualTo(WHAT + OWN + " with an explicit deny in an identity-based policy");
    }

    @Test
    void namesTheBoundary() {
        directory.allow(ANNA, PULL).bound(ANNA, allow("ecr:ListImages", "*"));

        assertThat(denial(caller(ANNA), Ask.of(Action.ECR_BATCH_GET_IMAGE, OWN)))
                .isEqualTo(
                        WHAT
                                + OWN
                                + " because no permissions boundary allows the ecr:BatchGetImage action");

        directory.bound(ANNA, deny("ecr:*"));

        assertThat(denial(caller(ANNA), Ask.of(Action.ECR_BATCH_GET_IMAGE, OWN)))
                .isEqualTo(WHAT + OWN + " with an explicit deny in a permissions boundary");
    }

    @Test
    void namesTheSessionPolicy() {
        directory.allow(DEPLOY, EVERYTHING);

        assertThat(
                        denial(
                                caller(DEPLOY, session(allow("ecr:PutImage", "*"))),
                                Ask.of(Action.ECR_BATCH_GET_IMAGE, OWN)))
                .isEqualTo(
                        "User: arn:aws:sts::111111111111:assumed-role/deploy/build-7 is not authorized to perform: ecr:BatchGetImage on resource: %s because no session policy allows the ecr:BatchGetImage action"
                                .formatted(OWN));
        assertThat(
                        denial(
                                caller(DEPLOY, session(deny("ecr:*"))),
                                Ask.of(Action.ECR_BATCH_GET_IMAGE, OWN)))
                .endsWith(" with an explicit deny in a session policy");
    }

    @Test
    void namesTheResourcePolicy() {
        directory.allow(ANNA, PULL);
        resources.repository(OWN, resource("Deny", "\"*\"", "ecr:BatchGetImage"));

        assertThat(denial(caller(ANNA), Ask.of(Action.ECR_BATCH_GET_IMAGE, FOREIGN)))
                .isEqualTo(
                        WHAT
                                + FOREIGN
                                + " because no resource-based policy allows the ecr:BatchGetImage action");
        assertThat(denial(caller(ANNA), Ask.of(Action.ECR_BATCH_GET_IMAGE, OWN)))
                .isEqualTo(WHAT + OWN + " with an explicit deny in a resource-based policy");
    }

    @Test
    void deniesWhoIsGone() {
        directory.allow(ANNA, EVERYTHING).remove(ANNA);
        resources.repository(OWN, resource("Allow", "\"*\"", "*"));

        assertThat(denial(caller(ANNA), Ask.of(Action.ECR_BATCH_GET_IMAGE, OWN)))
                .contains("no identity-based policy");
    }

    // ---- accounts -----------------------------------------------------------------------------

    @ParameterizedTest
    @CsvSource({"true,true,true", "true,false,false", "false,true,false", "false,false,false"})
    void needsBothAccountsAcrossAccounts(boolean identity, boolean repository, boolean allowed) {
        directory.allow(ANNA, identity ? PULL : allow("ecr:ListImages", "*"));
        if (repository) {
            resources.repository(
                    FOREIGN, resource("Allow", "{\"AWS\": \"111111111111\"}", "ecr:BatchGetImage"));
        }

        assertThat(
                        decide(caller(ANNA), Ask.of(Action.ECR_BATCH_GET_IMAGE, FOREIGN))
                                instanceof Decision.Allowed)
                .isEqualTo(allowed);
    }

    @Test
    void takesTheRegistryPolicyForARepositoryThatIsNotThere() {
        directory.allow(ANNA, EVERYTHING);
        resources.registry(
                ABROAD,
                """
                {"Version": "2012-10-17", "Statement": {"Effect": "Allow",
                 "Principal": {"AWS": "111111111111"}, "Action": "ecr:CreateRepository",
                 "Resource": "arn:aws:ecr:us-east-1:222222222222:repository/team/*"}}\
                """);

        assertThat(decide(caller(ANNA), Ask.of(Action.ECR_CREATE_REPOSITORY, FOREIGN)))
                .isEqualTo(new Decision.Allowed());
        assertThat(
                        denial(
                                caller(ANNA),
                                Ask.of(
                                        Action.ECR_CREATE_REPOSITORY,
                                        ABROAD.repositoryArn("other"))))
                .contains("no resource-based policy");
    }

    @Test
    void givesTheLoginByIdentityPoliciesAlone() {
        directory.allow(ANNA);
        resources.registry(HOME, registry("{\"AWS\": \"AIDAQANNAANNAANNA22\"}"));

        assertThat(decide(caller(ANNA), Ask.onEverything(Action.ECR_DESCRIBE_REGISTRY)))
                .isEqualTo(new Decision.Allowed());
        assertThat(denial(caller(ANNA), Ask.onEverything(Action.ECR_GET_AUTHORIZATION_TOKEN)))
                .isEqualTo(
                        WHO
                                + " is not authorized to perform: ecr:GetAuthorizationToken on resource: * because no identity-based policy allows the ecr:GetAuthorizationToken action");
    }

    // ---- several asks -------------------------------------------------------------------------

    @Test
    void deniesAllWhenOneOfManyAsksIsDenied() {
        directory.allow(ANNA, allow("ecr:InitiateLayerUpload", "*"));

        assertThat(
                        denial(
                                caller(ANNA),
                                Ask.of(Action.ECR_INITIATE_LAYER_UPLOAD, OWN),
                                Ask.either(
                                        Action.ECR_GET_DOWNLOAD_URL_FOR_LAYER,
                                        Action.ECR_BATCH_GET_IMAGE,
                                        OWN)))
                .contains("ecr:GetDownloadUrlForLayer on resource: " + OWN);
    }

    @Test
    void needsOneActionOfSeveral() {
        directory.allow(ANNA, PULL);

        assertThat(
                        decide(
                                caller(ANNA),
                                Ask.either(
                                        Action.ECR_GET_DOWNLOAD_URL_FOR_LAYER,
                                        Action.ECR_BATCH_GET_IMAGE,
                                        OWN)))
                .isEqualTo(new Decision.Allowed());
    }

    @Test
    void deniesWhenNothingIsAsked() {
        assertThat(decide(caller(ROOT))).isInstanceOf(Decision.Denied.class);
    }

    // ---- scopes -------------------------------------------------------------------------------

    @Test
    void aTokenOfALayerReachesItsRepositoryForDownloadsAlone() {
        Caller download = caller(ROOT, null, LAYER);

        assertThat(decide(download, Ask.of(Action.ECR_GET_DOWNLOAD_URL_FOR_LAYER, OWN)))
                .isEqualTo(new Decision.Allowed());
        assertThat(denial(download, Ask.of(Action.ECR_BATCH_GET_IMAGE, OWN)))
                .endsWith("because no session policy allows the ecr:BatchGetImage action");
        assertThat(
                        decide(
                                download,
                                Ask.of(
                                        Action.ECR_GET_DOWNLOAD_URL_FOR_LAYER,
                                        HOME.repositoryArn("team/app2"))))
                .isInstanceOf(Decision.Denied.class);
        assertThat(decide(download, Ask.onEverything(Action.ECR_GET_AUTHORIZATION_TOKEN)))
                .isInstanceOf(Decision.Denied.class);
        assertThat(decide(download, Ask.onEverything(Action.ECR_GET_DOWNLOAD_URL_FOR_LAYER)))
                .isInstanceOf(Decision.Denied.class);
    }

    @Test
    void aTokenOfALayerReachesThatLayerAlone() {
        Digest other = Digest.parse("sha256:" + "cd".repeat(32));

        assertThat(LAYER.reaches(LAYER.repository(), LAYER.digest())).isTrue();
        assertThat(LAYER.reaches(LAYER.repository(), other)).isFalse();
        assertThat(LAYER.reaches(new RepositoryName("team/other"), LAYER.digest())).isFalse();
        assertThat(new TokenScope.Full().reaches(LAYER.repository(), other)).isTrue();
    }

    @Test
    void aScopeAddsNothingToWhatItsPrincipalMay() {
        directory.allow(ANNA, PULL);

        assertThat(
                        decide(
                                caller(ANNA, null, LAYER),
                                Ask.of(Action.ECR_GET_DOWNLOAD_URL_FOR_LAYER, OWN)))
                .isInstanceOf(Decision.Denied.class);
    }

    // ---- sessions -----------------------------------------------------------------------------

    @Test
    void aSessionMayWhatItsRoleMay() {
        directory.allow(DEPLOY, PULL);

        assertThat(decide(caller(DEPLOY, session()), Ask.of(Action.ECR_BATCH_GET_IMAGE, OWN)))
                .isEqualTo(new Decision.Allowed());
    }

    @Test
    void sessionPoliciesAddNothing() {
        directory.allow(DEPLOY, PULL);

        assertThat(denial(caller(DEPLOY, session(EVERYTHING)), Ask.of(Action.ECR_PUT_IMAGE, OWN)))
                .contains("no identity-based policy");
    }

    @Test
    void managedPoliciesBoundASessionAsWell() {
        Arn managed = Arn.iam(ACCOUNT, "policy/pull");
        directory.allow(DEPLOY, EVERYTHING).managed(managed, PULL);
        Caller bounded = caller(DEPLOY, sessionOf(List.of(), List.of(managed.toString())));

        assertThat(decide(bounded, Ask.of(Action.ECR_BATCH_GET_IMAGE, OWN)))
                .isEqualTo(new Decision.Allowed());
        assertThat(denial(bounded, Ask.of(Action.ECR_PUT_IMAGE, OWN)))
                .contains("no session policy");
    }

    @Test
    void aSessionPolicyThatIsGoneOrBrokenAllowsNothing() {
        directory.allow(DEPLOY, EVERYTHING);
        var gone = sessionOf(List.of(), List.of(Arn.iam(ACCOUNT, "policy/gone").toString()));
        var broken = sessionOf(List.of("{\"Statement\": ["), List.of());

        for (Session session : List.of(gone, broken)) {
            assertThat(denial(caller(DEPLOY, session), Ask.of(Action.ECR_PUT_IMAGE, OWN)))
                    .contains("no session policy");
        }
    }

    @Test
    void aFederatedUserMayWhatIssuerAndSessionPolicyBothAllow() {
        directory.allow(ANNA, allow("ecr:BatchGetImage\", \"ecr:ListImages", "*"));
        var user = new Principal.FederatedUser(ACCOUNT, "guest", ANNA);
        Caller caller = caller(user, session(allow("ecr:BatchGetImage\", \"ecr:PutImage", "*")));

        assertThat(decide(caller, Ask.of(Action.ECR_BATCH_GET_IMAGE, OWN)))
                .isEqualTo(new Decision.Allowed());
        assertThat(denial(caller, Ask.of(Action.ECR_LIST_IMAGES, OWN)))
                .contains("federated-user/guest")
                .contains("no session policy");
        assertThat(denial(caller, Ask.of(Action.ECR_PUT_IMAGE, OWN)))
                .contains("no identity-based policy");
    }

    @Test
    void aFederatedUserWithoutSessionPolicyMayNothing() {
        directory.allow(ANNA, EVERYTHING);
        var ofAnna = new Principal.FederatedUser(ACCOUNT, "guest", ANNA);
        var ofRoot = new Principal.FederatedUser(ACCOUNT, "guest", null);

        for (Principal user : List.of(ofAnna, ofRoot)) {
            assertThat(denial(caller(user, session()), Ask.of(Action.ECR_BATCH_GET_IMAGE, OWN)))
                    .contains("no session policy");
        }
    }

    @Test
    void theRootLetsAFederatedUserDoWhatTheSessionPolicyAllows() {
        var user = new Principal.FederatedUser(ACCOUNT, "guest", null);

        assertThat(decide(caller(user, session(PULL)), Ask.of(Action.ECR_BATCH_GET_IMAGE, OWN)))
                .isEqualTo(new Decision.Allowed());
    }

    // ---- services, jobs, nobody ---------------------------------------------------------------

    @Test
    void aServiceMayWhatResourcePoliciesGrantIt() {
        var lambda =
                new Principal.Service(
                        ACCOUNT,
                        "lambda.amazonaws.com",
                        "arn:aws:lambda:us-east-1:111111111111:function:f",
                        "111111111111");
        resources.repository(
                OWN,
                """
                {"Version": "2012-10-17", "Statement": {"Effect": "Allow",
                 "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "ecr:BatchGetImage",
                 "Condition": {
                   "ArnLike": {"aws:SourceArn": "arn:aws:lambda:us-east-1:111111111111:function:*"},
                   "StringEquals": {"aws:SourceAccount": "111111111111"},
                   "Bool": {"aws:PrincipalIsAWSService": "true"}}}}\
                """);

        assertThat(decide(caller(lambda), Ask.of(Action.ECR_BATCH_GET_IMAGE, OWN)))
                .isEqualTo(new Decision.Allowed());
        assertThat(
                        decide(
                                caller(
                                        new Principal.Service(
                                                ACCOUNT, "lambda.amazonaws.com", null, null)),
                                Ask.of(Action.ECR_BATCH_GET_IMAGE, OWN)))
                .isInstanceOf(Decision.Denied.class);
    }

    @Test
    void deniesJobsAndNobodyWhatNoResourceOpens() {
        assertThat(
                        denial(
                                caller(new Principal.Job("lifecycle")),
                                Ask.of(Action.ECR_PUT_IMAGE, OWN)))
                .startsWith("User: berth:job/lifecycle is not authorized");
        assertThat(denial(caller(new Principal.Anonymous()), Ask.of(Action.ECR_PUT_IMAGE, OWN)))
                .startsWith("User: anonymous is not authorized");
    }

    @Test
    void letsEveryoneAskWhoHeIs() {
        directory.allow(ANNA, deny("*"));

        assertThat(decide(caller(ANNA), Ask.onEverything(Action.STS_GET_CALLER_IDENTITY)))
                .isEqualTo(new Decision.Allowed());
    }

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

    // ---- given --------------------------------------------------------------------------------

    private Decision decide(Caller caller, Ask... asks) {
        for (Ask ask : asks) {
            assertThatExplanationAgrees(caller, ask);
        }
        return authorizer.authorize(caller, List.of(asks), ConditionKeys.none());
    }

    /** Of every decision of this class: an explanation that says otherwise explains nothing. */
    private void assertThatExplanationAgrees(Caller caller, Ask ask) {
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

    private Decision decideAsDocker(Caller caller) {
        return authorizer.authorize(
                caller,
                List.of(Ask.of(Action.ECR_BATCH_GET_IMAGE, OWN)),
                key -> key.equals("aws:useragent") ? List.of("docker") : null);
    }

    private String denial(Caller caller, Ask... asks) {
        return ((Decision.Denied) decide(caller, asks)).reason();
    }

    private static Caller caller(Principal principal) {
        return caller(principal, null);
    }

    private static Caller caller(Principal principal, @Nullable Session session) {
        return caller(principal, session, new TokenScope.Full());
    }

    private static Caller caller(Principal principal, @Nullable Session session, TokenScope scope) {
        return new Caller(
                principal, session, null, HOME, scope, InetAddress.ofLiteral("192.0.2.7"), true);
    }

    private static Session session(String... policies) {
        return sessionOf(List.of(policies), List.of());
    }

    private static Session sessionOf(List<String> policies, List<String> managed) {
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

    private static Directory.RoleFacts role(String principal) {
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

    private static String allow(String action, String resource) {
        return """
        {"Version": "2012-10-17", "Statement":
         {"Effect": "Allow", "Action": ["%s"], "Resource": "%s"}}\
        """
                .formatted(action, resource);
    }

    private static String deny(String action) {
        return """
        {"Version": "2012-10-17", "Statement":
         {"Effect": "Deny", "Action": "%s", "Resource": "*"}}\
        """
                .formatted(action);
    }

    private static String onlyIf(String key, String value) {
        return """
        {"Version": "2012-10-17", "Statement":
         {"Effect": "Allow", "Action": "*", "Resource": "*",
          "Condition": {"StringEquals": {"%s": "%s"}}}}\
        """
                .formatted(key, value);
    }

    private static String resource(String effect, String principal, String action) {
        return """
        {"Version": "2012-10-17", "Statement":
         {"Effect": "%s", "Principal": %s, "Action": "%s"}}\
        """
                .formatted(effect, principal, action);
    }

    private static String registry(String principal) {
        return """
        {"Version": "2012-10-17", "Statement":
         {"Effect": "Allow", "Principal": %s, "Action": "ecr:*", "Resource": "*"}}\
        """
                .formatted(principal);
    }
}
