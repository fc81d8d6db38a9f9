package dev.berth.api.sts;

import static dev.berth.api.sts.StsHarness.ALICE;
import static dev.berth.api.sts.StsHarness.BOB;
import static dev.berth.api.sts.StsHarness.ROOT;
import static dev.berth.api.sts.StsHarness.allowing;
import static dev.berth.api.sts.StsHarness.roleArn;
import static dev.berth.api.sts.StsHarness.trusting;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.access.Principal;
import dev.berth.access.Session;
import dev.berth.access.TemporaryCredentials;
import dev.berth.aws.Arn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AssumeRoleTest {
    private static final String ACCOUNT_ROOT = "{\"AWS\":\"arn:aws:iam::111122223333:root\"}";
    private static final String OTHER_ROOT = "{\"AWS\":\"arn:aws:iam::444455556666:root\"}";
    private static final String ASSUME = "\"sts:AssumeRole\"";
    private static final String ALL =
            "[\"sts:AssumeRole\",\"sts:TagSession\",\"sts:SetSourceIdentity\"]";
    private static final String EVERYTHING = allowing("*", "*");

    private final StsHarness sts = new StsHarness();

    @Test
    void givesCredentialsOfTheRole() {
        sts.role("pusher", trusting(ACCOUNT_ROOT, ASSUME, ""));
        sts.directory.allow(ALICE, allowing("sts:AssumeRole", roleArn("pusher")));

        StsHarness.Reply reply =
                sts.send(ALICE, "AssumeRole", "RoleArn=" + roleArn("pusher"), "RoleSessionName=s1");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.text())
                .matches(
                        """
                        <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">\
                        <AssumeRoleResult><Credentials>\
                        <AccessKeyId>ASIA[A-Z2-7]{16}</AccessKeyId>\
                        <SecretAccessKey>[A-Za-z0-9+/]{40}</SecretAccessKey>\
                        <SessionToken>[A-Za-z0-9+/=]+</SessionToken>\
                        <Expiration>2026-01-02T04:04:05Z</Expiration></Credentials>\
                        <AssumedRoleUser><AssumedRoleId>AROApusher:s1</AssumedRoleId>\
                        <Arn>arn:aws:sts::111122223333:assumed-role/pusher/s1</Arn></AssumedRoleUser>\
                        </AssumeRoleResult>\
                        <ResponseMetadata><RequestId>[0-9a-f-]+</RequestId></ResponseMetadata>\
                        </AssumeRoleResponse>
                        """);
        assertThat(sts.send(sts.credentials(reply), "GetCallerIdentity").elements())
                .containsEntry("Arn", "arn:aws:sts::111122223333:assumed-role/pusher/s1")
                .containsEntry("UserId", "AROApusher:s1")
                .containsEntry("Account", "111122223333");
    }

    @Test
    void aStrangerLearnsNothingOfARole() {
        sts.role("pusher", trusting(OTHER_ROOT, ASSUME, ""));
        sts.directory.allow(ALICE, EVERYTHING);

        for (String role : List.of("pusher", "nobody")) {
            assertThat(
                            sts.send(
                                            ALICE,
                                            "AssumeRole",
                                            "RoleArn=" + roleArn(role),
                                            "RoleSessionName=s1")
                                    .refusal())
                    .isEqualTo(
                            "403 AccessDenied: User: arn:aws:iam::111122223333:user/alice is not authorized to perform: sts:AssumeRole on resource: "
                                    + roleArn(role));
        }
    }

    @Test
    void anotherAccountNeedsTrustAndPermission() {
        sts.role("pusher", trusting(OTHER_ROOT, ASSUME, ""));
        sts.directory.allow(BOB);
        assertThat(assume(BOB, "pusher").status()).isEqualTo(403);

        sts.directory.allow(BOB, allowing("sts:AssumeRole", roleArn("pusher")));

        assertThat(assume(BOB, "pusher").status()).isEqualTo(200);
        sts.role("pusher", trusting(ACCOUNT_ROOT, ASSUME, ""));
        assertThat(assume(BOB, "pusher").status()).isEqualTo(403);
    }

    @Test
    void theRootOfAnAccountAssumesNoRole() {
        sts.role("pusher", trusting(ACCOUNT_ROOT, ASSUME, ""));

        assertThat(assume(ROOT, "pusher").refusal())
                .isEqualTo("403 AccessDenied: Roles may not be assumed by root accounts.");
    }

    @Test
    void theExternalIdMustBeTheOneThatTheRoleWants() {
        sts.role(
                "pusher",
                trusting(OTHER_ROOT, ASSUME, "{\"StringEquals\":{\"sts:ExternalId\":\"a-7\"}}"));
        sts.directory.allow(BOB, EVERYTHING);

        assertThat(assume(BOB, "pusher").status()).isEqualTo(403);
        assertThat(assume(BOB, "pusher", "ExternalId=a-8").status()).isEqualTo(403);
        assertThat(assume(BOB, "pusher", "ExternalId=a-7").status()).isEqualTo(200);
    }

    @Test
    void theNameOfTheSessionCanBeACondition() {
        sts.role(
                "pusher",
                trusting(
                        ACCOUNT_ROOT,
                        ASSUME,
                        "{\"StringLike\":{\"sts:RoleSessionName\":\"${aws:username}\"}}"));
        sts.directory.allow(ALICE, EVERYTHING);

        assertThat(assume(ALICE, "pusher").status()).isEqualTo(403);
        assertThat(
                        sts.send(
                                        ALICE,
                                        "AssumeRole",
                                        "RoleArn=" + roleArn("pusher"),
                                        "RoleSessionName=alice")
                                .status())
                .isEqualTo(200);
    }

    @Test
    void tagsNeedTheirOwnPermission() {
        sts.role("pusher", trusting(ACCOUNT_ROOT, ASSUME, ""));
        sts.directory.allow(ALICE, EVERYTHING);
        String[] tag = {"Tags.member.1.Key=team", "Tags.member.1.Value=crane"};

        assertThat(assume(ALICE, "pusher", tag).refusal())
                .contains("is not authorized to perform: sts:TagSession on resource: ");
        sts.role(
                "pusher",
                trusting(
                        ACCOUNT_ROOT,
                        ALL,
                        "{\"StringEqualsIfExists\":{\"aws:RequestTag/Team\":\"crane\"},\"ForAllValues:StringEquals\":{\"aws:TagKeys\":[\"team\"],\"sts:TransitiveTagKeys\":[\"team\"]}}"));

        StsHarness.Reply reply =
                assume(ALICE, "pusher", tag[0], tag[1], "TransitiveTagKeys.member.1=team");
        assertThat(reply.status()).isEqualTo(200);
        assertThat(sts.session(reply).tags()).isEqualTo(Map.of("team", "crane"));
        assertThat(sts.session(reply).transitiveTags()).isEqualTo(Set.of("team"));
        assertThat(
                        assume(
                                        ALICE,
                                        "pusher",
                                        "Tags.member.1.Key=team",
                                        "Tags.member.1.Value=other")
                                .status())
                .isEqualTo(403);
        assertThat(
                        assume(
                                        ALICE,
                                        "pusher",
                                        "Tags.member.1.Key=more",
                                        "Tags.member.1.Value=crane")
                                .status())
                .isEqualTo(403);
    }

    @Test
    void aSourceIdentityNeedsItsOwnPermission() {
        sts.role("pusher", trusting(ACCOUNT_ROOT, ASSUME, ""));
        sts.directory.allow(ALICE, EVERYTHING);

        assertThat(assume(ALICE, "pusher", "SourceIdentity=alice").refusal())
                .contains("is not authorized to perform: sts:SetSourceIdentity on resource: ");
        sts.role(
                "pusher",
                trusting(
                        ACCOUNT_ROOT,
                        ALL,
                        "{\"StringLike\":{\"sts:SourceIdentity\":\"${aws:username}\"}}"));

        StsHarness.Reply reply = assume(ALICE, "pusher", "SourceIdentity=alice");
        assertThat(reply.get("SourceIdentity")).isEqualTo("alice");
        assertThat(sts.session(reply).sourceIdentity()).isEqualTo("alice");
        assertThat(assume(ALICE, "pusher", "SourceIdentity=bob").status()).isEqualTo(403);
    }

    @Test
    void aRoleOfARoleLastsAnHourAndKeepsWhatIsHandedOn() {
        sts.role("first", trusting(ACCOUNT_ROOT, ALL, ""), EVERYTHING);
        sts.role("second", trusting(ACCOUNT_ROOT, ALL, ""), EVERYTHING);
        sts.directory.allow(ALICE, EVERYTHING);
        TemporaryCredentials first =
                sts.credentials(
                        assume(
                                ALICE,
                                "first",
                                "Tags.member.1.Key=team",
                                "Tags.member.1.Value=crane",
                                "Tags.member.2.Key=site",
                                "Tags.member.2.Value=north",
                                "TransitiveTagKeys.member.1=team",
                                "SourceIdentity=alice",
                                "DurationSeconds=7200"));

        assertThat(assume(first, "second", "DurationSeconds=3601").refusal())
                .isEqualTo(
                        "400 ValidationError: The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.");
        assertThat(
                        assume(
                                        first,
                                        "second",
                                        "Tags.member.1.Key=Team",
                                        "Tags.member.1.Value=other")
                                .refusal())
                .isEqualTo(
                        "400 ValidationError: One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from the calling session.");
        assertThat(assume(first, "second", "SourceIdentity=bob").refusal())
                .startsWith("403 AccessDenied: User: arn:aws:sts::111122223333:assumed-role/first/")
                .endsWith("because the source identity of the calling session cannot be changed");

        Session second = sts.session(assume(first, "second"));
        assertThat(second.chained()).isTrue();
        assertThat(second.tags()).isEqualTo(Map.of("team", "crane"));
        assertThat(second.transitiveTags()).isEqualTo(Set.of("team"));
        assertThat(second.sourceIdentity()).isEqualTo("alice");
        assertThat(second.expiresAt()).isEqualTo(sts.clock.instant().plus(Duration.ofHours(1)));
    }

    @Test
    void aSourceIdentityIsAskedForAlongTheWholeChain() {
        sts.role("first", trusting(ACCOUNT_ROOT, ALL, ""), EVERYTHING);
        sts.role("second", trusting(ACCOUNT_ROOT, ASSUME, ""), EVERYTHING);
        sts.directory.allow(ALICE, EVERYTHING);
        TemporaryCredentials first =
                sts.credentials(assume(ALICE, "first", "SourceIdentity=alice"));

        assertThat(assume(first, "second").refusal()).contains("sts:SetSourceIdentity");
    }

    @Test
    void lastsAsLongAsTheRoleAllows() {
        sts.role("pusher", trusting(ACCOUNT_ROOT, ASSUME, ""));
        sts.directory.allow(ALICE, EVERYTHING);

        assertThat(assume(ALICE, "pusher", "DurationSeconds=7200").get("Expiration"))
                .isEqualTo("2026-01-02T05:04:05Z");
        assertThat(assume(ALICE, "pusher", "DurationSeconds=900").get("Expiration"))
                .isEqualTo("2026-01-02T03:19:05Z");
        assertThat(assume(ALICE, "pusher", "DurationSeconds=7201").refusal())
                .isEqualTo(
                        "400 ValidationError: The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
    }

    @Test
    void sessionPoliciesBoundTheSession() {
        sts.role("pusher", trusting(ACCOUNT_ROOT, ASSUME, ""), EVERYTHING);
        sts.directory.allow(ALICE, EVERYTHING);
        var readOnly = new Arn("aws", "iam", "", "aws", "policy/ReadOnly");
        sts.directory.managed(readOnly, allowing("ecr:Get*", "*"));
        String policy = allowing("ecr:BatchGetImage", "*");

        StsHarness.Reply reply =
                assume(ALICE, "pusher", "Policy=" + policy, "PolicyArns.member.1.arn=" + readOnly);

        Session session = sts.session(reply);
        assertThat(session.policies()).containsExactly(policy);
        assertThat(session.managedPolicies()).containsExactly(readOnly.toString());
        assertThat(Integer.parseInt(reply.get("PackedPolicySize"))).isBetween(1, 20);
        // its role may everything, but the session may not
        assertThat(assume(sts.credentials(reply), "pusher").status()).isEqualTo(403);
    }

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

    @Test
    void whoStandsForAServiceAssumesTheRolesThatTrustIt() {
        sts.role("builder", trusting("{\"Service\":\"codebuild.amazonaws.com\"}", ASSUME, ""));
        sts.directory.allow(ALICE).service(ALICE, "codebuild.amazonaws.com");
        TemporaryCredentials credentials =
                sts.tokens.issue(
                        sts.directory.actsAs(ALICE),
                        new Session(
                                sts.clock.instant(),
                                sts.clock.instant().plusSeconds(900),
                                List.of(),
                                List.of(),
                                Map.of(),
                                Set.of(),
                                null,
                                false,
                                null));

        assertThat(assume(credentials, "builder").status()).isEqualTo(200);
    }

    @Test
    void aRolesSessionThatStandsForAServiceIsChainedAsAnyOther() {
        sts.role("build", trusting(ACCOUNT_ROOT, ALL, ""), EVERYTHING);
        sts.role("deploy", trusting("{\"Service\":\"codebuild.amazonaws.com\"}", ALL, ""));
        sts.directory.allow(ALICE, EVERYTHING);
        TemporaryCredentials build =
                sts.credentials(
                        assume(
                                ALICE,
                                "build",
                                "Tags.member.1.Key=team",
                                "Tags.member.1.Value=crane",
                                "TransitiveTagKeys.member.1=team"));
        sts.directory.service(sts.caller(build).principal(), "codebuild.amazonaws.com");

        assertThat(assume(build, "deploy", "DurationSeconds=3601").refusal())
                .contains("1 hour session limit for roles assumed by role chaining");
        Session deploy = sts.session(assume(build, "deploy"));
        assertThat(deploy.chained()).isTrue();
        assertThat(deploy.tags()).isEqualTo(Map.of("team", "crane"));
    }

    private StsHarness.Reply assume(Principal principal, String role, String... more) {
        return sts.send(principal, "AssumeRole", parameters(role, more));
    }

    private StsHarness.Reply assume(TemporaryCredentials credentials, String role, String... more) {
        return sts.send(credentials, "AssumeRole", parameters(role, more));
    }

    private static String[] parameters(String role, String... more) {
        var all = new ArrayList<>(List.of(more));
        all.add("RoleArn=" + roleArn(role));
        all.add("RoleSessionName=s1");
        return all.toArray(String[]::new);
    }
}
