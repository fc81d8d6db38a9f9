package dev.berth.api.sts;

import static dev.berth.api.sts.StsHarness.ALICE;
import static dev.berth.api.sts.StsHarness.allowing;
import static dev.berth.api.sts.StsHarness.roleArn;
import static dev.berth.api.sts.StsHarness.trusting;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.aws.Arn;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What cannot be asked for with a role. */
class AssumeRoleParametersTest extends AssumeRoleFixture {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "RoleSessionName=a|400 ValidationError: 1 validation error detected: Value 'a' at 'roleSessionName' failed to satisfy constraint: Member must have length greater than or equal to 2",
                "RoleSessionName=a b|400 ValidationError: 1 validation error detected: Value 'a b' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]*",
                "DurationSeconds=899|400 ValidationError: 1 validation error detected: Value '899' at 'durationSeconds' failed to satisfy constraint: Member must have value greater than or equal to 900",
                "DurationSeconds=43201|400 ValidationError: 1 validation error detected: Value '43201' at 'durationSeconds' failed to satisfy constraint: Member must have value less than or equal to 43200",
                "Policy={}|400 MalformedPolicyDocument: Statement: is missing",
                "RoleArn=arn:aws:iam::1111222|400 ValidationError: arn:aws:iam::1111222 is invalid",
                "PolicyArns.member.1.arn=arn:aws:iam::aws:policy/None|404 NoSuchEntity: Policy arn:aws:iam::aws:policy/None does not exist or is not attachable.",
                "PolicyArns.member.1.arn=arn:aws:iam::444455556666:policy/Own|404 NoSuchEntity: Policy arn:aws:iam::444455556666:policy/Own does not exist or is not attachable.",
                "TransitiveTagKeys.member.1=a|400 ValidationError: The specified transitive tag key must be included in the requested tags.",
                "SerialNumber=GAHT12345678|403 AccessDenied: MultiFactorAuthentication failed with invalid MFA one time pass code.",
            })
    void refusesBadInput(String parameter, String refusal) {
        sts.role("pusher", trusting(ACCOUNT_ROOT, ALL, ""));
        sts.directory.allow(ALICE, EVERYTHING);
        sts.directory.managed(new Arn("aws", "iam", "", "444455556666", "policy/Own"), EVERYTHING);
        String name = parameter.substring(0, parameter.indexOf('='));
        var parameters =
                new LinkedHashMap<>(
                        Map.of(
                                "RoleArn",
                                "RoleArn=" + roleArn("pusher"),
                                "RoleSessionName",
                                "RoleSessionName=s1"));
        parameters.put(name, parameter);

        assertThat(
                        sts.send(ALICE, "AssumeRole", parameters.values().toArray(String[]::new))
                                .refusal())
                .isEqualTo(refusal);
    }

    @Test
    void refusesDoubledTagsInAnyCase() {
        sts.role("pusher", trusting(ACCOUNT_ROOT, ALL, ""));
        sts.directory.allow(ALICE, EVERYTHING);

        for (String second : List.of("team", "TEAM")) {
            assertThat(
                            assume(
                                            ALICE,
                                            "pusher",
                                            "Tags.member.1.Key=team",
                                            "Tags.member.1.Value=a",
                                            "Tags.member.2.Key=" + second,
                                            "Tags.member.2.Value=b")
                                    .refusal())
                    .isEqualTo(
                            "400 ValidationError: Duplicate tag keys found. Please note that Tag keys are case insensitive.");
        }
        assertThat(
                        assume(ALICE, "pusher", "Tags.member.1.Key=aws:x", "Tags.member.1.Value=a")
                                .refusal())
                .isEqualTo(
                        "400 ValidationError: Keys that begin with 'aws:' are reserved for the use of AWS.");
    }

    @Test
    void refusesWhatDoesNotFitIntoASession() {
        sts.role("pusher", trusting(ACCOUNT_ROOT, ASSUME, ""));
        sts.directory.allow(ALICE, EVERYTHING);
        var text = new StringBuilder();
        var random = new Random(7);
        for (int i = 0; i < 4000; i++) {
            text.append((char) ('a' + random.nextInt(26)));
        }

        assertThat(assume(ALICE, "pusher", "Policy=" + allowing("ecr:" + text, "*")).refusal())
                .matches(
                        "400 PackedPolicyTooLarge: Packed policy consumes 1[0-9]{2}% of allotted space, please use smaller policy\\.");
    }
}
