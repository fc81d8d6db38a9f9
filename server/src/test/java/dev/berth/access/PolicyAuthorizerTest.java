package dev.berth.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What users may, in their own account and in others, and what one request may ask at once. */
class PolicyAuthorizerTest extends AuthorizerFixture {
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
    void letsEveryoneAskWhoHeIs() {
        directory.allow(ANNA, deny("*"));

        assertThat(decide(caller(ANNA), Ask.onEverything(Action.STS_GET_CALLER_IDENTITY)))
                .isEqualTo(new Decision.Allowed());
    }

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
}
