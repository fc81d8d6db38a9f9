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
import dev.berth.problem.Problem;
import dev.berth.problem.ProblemException;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class RootAuthorizerTest {
    private static final Registry HOME = registry("111111111111");
    private static final Arn OWN = HOME.repositoryArn("team/app");
    private static final Arn FOREIGN = registry("222222222222").repositoryArn("team/app");
    private static final Principal ROOT = new Principal.Root(HOME.account());
    private static final TokenScope.Layer LAYER =
            new TokenScope.Layer(
                    new RepositoryName("team/app"), Digest.parse("sha256:" + "ab".repeat(32)));

    private final RootAuthorizer authorizer = new RootAuthorizer();

    @Test
    void allowsRootEverythingInItsOwnAccount() {
        Decision decision =
                decide(
                        full(ROOT),
                        Ask.of(Action.ECR_PUT_IMAGE, OWN),
                        Ask.onEverything(Action.ECR_GET_AUTHORIZATION_TOKEN),
                        Ask.of(Action.ECR_DESCRIBE_REPOSITORIES, HOME.repositoryArn("*")));

        assertThat(decision)
                .isEqualTo(
                        new Decision.Allowed(
                                "arn:aws:iam::111111111111:root may do this in its own account"));
    }

    @Test
    void deniesRootWhatAnotherAccountOwns() {
        assertThat(decide(full(ROOT), Ask.of(Action.ECR_PUT_IMAGE, FOREIGN)))
                .isEqualTo(
                        new Decision.Denied(
                                "User: arn:aws:iam::111111111111:root is not authorized to perform: ecr:PutImage on resource: arn:aws:ecr:us-east-1:222222222222:repository/team/app because no resource-based policy allows the ecr:PutImage action"));
    }

    @Test
    void deniesAllWhenOneOfManyAsksIsDenied() {
        Decision decision =
                decide(
                        full(ROOT),
                        Ask.of(Action.ECR_INITIATE_LAYER_UPLOAD, OWN),
                        Ask.either(
                                Action.ECR_GET_DOWNLOAD_URL_FOR_LAYER,
                                Action.ECR_BATCH_GET_IMAGE,
                                FOREIGN));

        assertThat(decision).isInstanceOf(Decision.Denied.class);
        assertThat(decision.reason())
                .contains("ecr:GetDownloadUrlForLayer on resource: " + FOREIGN);
    }

    @Test
    void deniesWhenNothingIsAsked() {
        assertThat(decide(full(ROOT))).isInstanceOf(Decision.Denied.class);
    }

    @Test
    void deniesAResourceThatIsNoName() {
        assertThat(decide(full(ROOT), new Ask(List.of(Action.ECR_PUT_IMAGE), "team/app", null)))
                .isInstanceOf(Decision.Denied.class);
    }

    @Test
    void deniesJobs() {
        Decision decision =
                decide(full(new Principal.Job("lifecycle")), Ask.of(Action.ECR_PUT_IMAGE, OWN));

        assertThat(decision)
                .isEqualTo(
                        new Decision.Denied(
                                "User: berth:job/lifecycle is not authorized to perform: ecr:PutImage on resource: arn:aws:ecr:us-east-1:111111111111:repository/team/app because no identity-based policy allows the ecr:PutImage action"));
    }

    @Test
    void aTokenOfALayerReachesItsRepositoryForDownloadsAlone() {
        Caller download = caller(ROOT, LAYER);

        assertThat(decide(download, Ask.of(Action.ECR_GET_DOWNLOAD_URL_FOR_LAYER, OWN)))
                .isInstanceOf(Decision.Allowed.class);
        assertThat(decide(download, Ask.of(Action.ECR_BATCH_GET_IMAGE, OWN)).reason())
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
    void letsEveryoneAskWhoHeIs() {
        assertThat(
                        decide(
                                full(new Principal.Job("lifecycle")),
                                Ask.onEverything(Action.STS_GET_CALLER_IDENTITY)))
                .isInstanceOf(Decision.Allowed.class);
    }

    @Test
    void refusesWithTheReasonOfTheDenial() {
        List<Ask> asks = List.of(Ask.of(Action.ECR_PUT_IMAGE, FOREIGN));

        assertThatThrownBy(() -> authorizer.require(full(ROOT), asks, ConditionKeys.none()))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e ->
                                assertThat(e.problem())
                                        .isEqualTo(
                                                new Problem.AccessDenied(
                                                        decide(full(ROOT), asks.getFirst())
                                                                .reason())));
    }

    private Decision decide(Caller caller, Ask... asks) {
        return authorizer.authorize(caller, List.of(asks), ConditionKeys.none());
    }

    private static Caller full(Principal principal) {
        return caller(principal, new TokenScope.Full());
    }

    private static Caller caller(Principal principal, TokenScope scope) {
        return new Caller(
                principal, null, null, HOME, scope, InetAddress.getLoopbackAddress(), false);
    }

    private static Registry registry(String account) {
        return new Registry(new AccountId(account), new Region("us-east-1"));
    }
}
