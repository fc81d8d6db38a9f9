package dev.berth.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.aws.Arn;
import dev.berth.oci.Digest;
import dev.berth.oci.RepositoryName;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Sessions, federated users and the scopes of tokens may less than whom they stand for. */
class SessionDecisionsTest extends AuthorizerFixture {
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
}
