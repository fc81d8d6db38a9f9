package dev.berth.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.aws.Arn;
import dev.berth.oci.Digest;
import dev.berth.oci.RepositoryName;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyAuthorizerTest extends AuthorizerFixture {
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
        String gone = Arn.iam(ACCOUNT, "policy/gone").toString();
        String broken = "{\"Statement\": [";

        for (Session session :
                List.of(
                        sessionOf(List.of(), List.of(gone)),
                        sessionOf(List.of(broken), List.of()),
                        sessionOf(List.of(EVERYTHING), List.of(gone)),
                        sessionOf(List.of(EVERYTHING, broken), List.of()))) {
            assertThat(denial(caller(DEPLOY, session), Ask.of(Action.ECR_PUT_IMAGE, OWN)))
                    .endsWith(" with an explicit deny in a session policy");
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
                        "111111111111",
                        null);
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
                                                ACCOUNT, "lambda.amazonaws.com", null, null, null)),
                                Ask.of(Action.ECR_BATCH_GET_IMAGE, OWN)))
                .isInstanceOf(Decision.Denied.class);
    }

    @Test
    void aServiceStaysWithinItsSession() {
        var lambda = new Principal.Service(ACCOUNT, "lambda.amazonaws.com", null, null, DEPLOY);
        resources.repository(
                OWN,
                """
                {"Version": "2012-10-17", "Statement": {"Effect": "Allow",
                 "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "ecr:*"}}\
                """);

        assertThat(decide(caller(lambda, session(PULL)), Ask.of(Action.ECR_BATCH_GET_IMAGE, OWN)))
                .isEqualTo(new Decision.Allowed());
        assertThat(denial(caller(lambda, session(PULL)), Ask.of(Action.ECR_PUT_IMAGE, OWN)))
                .contains("no session policy");
        assertThat(
                        denial(
                                caller(lambda, session(deny("ecr:*"))),
                                Ask.of(Action.ECR_BATCH_GET_IMAGE, OWN)))
                .endsWith(" with an explicit deny in a session policy");
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
}
