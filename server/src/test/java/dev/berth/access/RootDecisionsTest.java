package dev.berth.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What the root of an account may. */
class RootDecisionsTest extends AuthorizerFixture {
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
}
