package dev.berth.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A denial names the kind of policy that denied, or that should have allowed. */
class DenialsTest extends AuthorizerFixture {
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
}
