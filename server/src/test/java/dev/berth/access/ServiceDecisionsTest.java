package dev.berth.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What services, jobs and nobody may. */
class ServiceDecisionsTest extends AuthorizerFixture {
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
}
