package dev.berth.api.sts;

import static dev.berth.api.sts.StsHarness.ALICE;
import static dev.berth.api.sts.StsHarness.BOB;
import static dev.berth.api.sts.StsHarness.ROOT;
import static dev.berth.api.sts.StsHarness.allowing;
import static dev.berth.api.sts.StsHarness.roleArn;
import static dev.berth.api.sts.StsHarness.trusting;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.access.Session;
import dev.berth.access.TemporaryCredentials;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Who gets a role. */
class AssumeRoleTest extends AssumeRoleFixture {
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
}
