package dev.berth.api.sts;

import static dev.berth.api.sts.StsHarness.ALICE;
import static dev.berth.api.sts.StsHarness.ROOT;
import static dev.berth.api.sts.StsHarness.allowing;
import static dev.berth.api.sts.StsHarness.roleArn;
import static dev.berth.api.sts.StsHarness.trusting;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.access.Principal;
import dev.berth.access.Session;
import dev.berth.access.TemporaryCredentials;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** GetSessionToken and GetFederationToken. */
class UserSessionsTest {
    private static final String EVERYTHING = allowing("*", "*");

    private static final String NO_SESSION =
            "403 AccessDenied: Cannot call GetSessionToken with session credentials";

    private final StsHarness sts = new StsHarness();

    @Test
    void givesAUserASessionOfHisOwn() {
        sts.directory.allow(ALICE);

        StsHarness.Reply reply = sts.send(ALICE, "GetSessionToken");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.get("Expiration")).isEqualTo("2026-01-02T15:04:05Z");
        assertThat(sts.caller(sts.credentials(reply)).principal()).isEqualTo(ALICE);
        assertThat(sts.send(sts.credentials(reply), "GetCallerIdentity").get("Arn"))
                .isEqualTo(ALICE.name());
    }

    @Test
    void aSessionOfARootLastsAnHour() {
        assertThat(sts.send(ROOT, "GetSessionToken", "DurationSeconds=7200").get("Expiration"))
                .isEqualTo("2026-01-02T04:04:05Z");
        assertThat(sts.send(ROOT, "GetSessionToken", "DurationSeconds=900").get("Expiration"))
                .isEqualTo("2026-01-02T03:19:05Z");
    }

    @ParameterizedTest
    @ValueSource(strings = {"899", "129601", "x"})
    void refusesADurationThatNoneIs(String seconds) {
        sts.directory.allow(ALICE);

        assertThat(sts.send(ALICE, "GetSessionToken", "DurationSeconds=" + seconds).refusal())
                .startsWith("400 ValidationError: ");
    }

    @Test
    void knowsNoDevices() {
        sts.directory.allow(ALICE);

        assertThat(
                        sts.send(
                                        ALICE,
                                        "GetSessionToken",
                                        "SerialNumber=GAHT12345678",
                                        "TokenCode=123456")
                                .refusal())
                .isEqualTo(
                        "403 AccessDenied: MultiFactorAuthentication failed with invalid MFA one time pass code.");
    }

    @Test
    void aSessionGivesNoSession() {
        sts.role(
                "pusher",
                trusting("{\"AWS\":\"arn:aws:iam::111122223333:root\"}", "\"sts:*\"", ""),
                EVERYTHING);
        sts.directory.allow(ALICE, EVERYTHING);
        TemporaryCredentials user = sts.credentials(sts.send(ALICE, "GetSessionToken"));
        TemporaryCredentials role =
                sts.credentials(
                        sts.send(
                                user,
                                "AssumeRole",
                                "RoleArn=" + roleArn("pusher"),
                                "RoleSessionName=s1"));

        for (TemporaryCredentials credentials : new TemporaryCredentials[] {user, role}) {
            assertThat(sts.send(credentials, "GetSessionToken").refusal())
                    .isEqualTo(
                            "403 AccessDenied: Cannot call GetSessionToken with session credentials");
            assertThat(sts.send(credentials, "GetFederationToken", "Name=bob").refusal())
                    .isEqualTo(
                            "403 AccessDenied: Cannot call GetFederationToken with session credentials");
        }
    }

    @Test
    void whoStandsForAServiceGivesHimselfNoSession() {
        sts.directory.allow(ALICE, EVERYTHING);
        TemporaryCredentials before = sts.credentials(sts.send(ALICE, "GetSessionToken"));
        sts.role("pusher", trusting("{\"AWS\":\"*\"}", "\"sts:*\"", ""), EVERYTHING);
        TemporaryCredentials role =
                sts.credentials(
                        sts.send(
                                ALICE,
                                "AssumeRole",
                                "RoleArn=" + roleArn("pusher"),
                                "RoleSessionName=s1"));

        sts.directory
                .service(ALICE, "codebuild.amazonaws.com")
                .service(sts.caller(role).principal(), "codebuild.amazonaws.com");
        sts.key(ALICE);

        assertThat(sts.send(ALICE, "GetSessionToken").refusal()).isEqualTo(NO_SESSION);
        assertThat(sts.send(before, "GetSessionToken").refusal()).isEqualTo(NO_SESSION);
        assertThat(sts.send(role, "GetSessionToken").refusal()).isEqualTo(NO_SESSION);
    }

    @Test
    void aSessionOfAServiceEndsWithWhomStandsForIt() {
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
        assertThat(sts.send(credentials, "GetCallerIdentity").status()).isEqualTo(200);

        sts.directory.remove(ALICE);

        assertThat(sts.send(credentials, "GetCallerIdentity").refusal())
                .startsWith("403 InvalidClientTokenId: ");
    }

    @Test
    void givesSomeoneElseASessionWithinWhatTheUserMay() {
        sts.directory.allow(
                ALICE, allowing("sts:*", "arn:aws:sts::111122223333:federated-user/b*"));

        StsHarness.Reply reply =
                sts.send(
                        ALICE,
                        "GetFederationToken",
                        "Name=bob",
                        "Policy=" + allowing("ecr:BatchGetImage", "*"),
                        "Tags.member.1.Key=team",
                        "Tags.member.1.Value=crane");

        assertThat(reply.elements())
                .containsEntry("FederatedUserId", "111122223333:bob")
                .containsEntry("Arn", "arn:aws:sts::111122223333:federated-user/bob")
                .containsEntry("Expiration", "2026-01-02T15:04:05Z")
                .containsKey("PackedPolicySize");
        assertThat(sts.caller(sts.credentials(reply)).principal())
                .isEqualTo(new Principal.FederatedUser(StsHarness.ACCOUNT, "bob", ALICE));
        assertThat(sts.session(reply).tags()).isEqualTo(Map.of("team", "crane"));
        assertThat(sts.send(sts.credentials(reply), "GetCallerIdentity").elements())
                .containsEntry("Arn", "arn:aws:sts::111122223333:federated-user/bob")
                .containsEntry("UserId", "111122223333:bob");
    }

    @Test
    void federationNeedsAPermission() {
        sts.directory.allow(
                ALICE,
                allowing("sts:GetFederationToken", "arn:aws:sts::111122223333:federated-user/b*"));

        assertThat(sts.send(ALICE, "GetFederationToken", "Name=carl").refusal())
                .isEqualTo(
                        "403 AccessDenied: User: arn:aws:iam::111122223333:user/alice is not authorized to perform: sts:GetFederationToken on resource: arn:aws:sts::111122223333:federated-user/carl because no identity-based policy allows the sts:GetFederationToken action");
        assertThat(
                        sts.send(
                                        ALICE,
                                        "GetFederationToken",
                                        "Name=bob",
                                        "Tags.member.1.Key=team",
                                        "Tags.member.1.Value=crane")
                                .refusal())
                .contains("sts:TagSession");
    }

    @Test
    void aFederatedUserOfTheRootLastsAnHour() {
        StsHarness.Reply reply =
                sts.send(ROOT, "GetFederationToken", "Name=bob", "DurationSeconds=3601");

        assertThat(reply.get("Expiration")).isEqualTo("2026-01-02T04:04:05Z");
        assertThat(sts.caller(sts.credentials(reply)).principal())
                .isEqualTo(new Principal.FederatedUser(StsHarness.ACCOUNT, "bob", null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"b", "b b", "abcdefghijklmnopqrstuvwxyz0123456"})
    void refusesANameThatNoneIs(String name) {
        assertThat(sts.send(ROOT, "GetFederationToken", "Name=" + name).refusal())
                .startsWith("400 ValidationError: ");
    }

    @Test
    void sessionsEndWithTheUser() {
        sts.directory.allow(ALICE, EVERYTHING);
        TemporaryCredentials own = sts.credentials(sts.send(ALICE, "GetSessionToken"));
        TemporaryCredentials given =
                sts.credentials(sts.send(ALICE, "GetFederationToken", "Name=bob"));

        sts.directory.remove(ALICE);

        assertThat(sts.send(own, "GetCallerIdentity").refusal())
                .startsWith("403 InvalidClientTokenId: ");
        assertThat(sts.send(given, "GetCallerIdentity").refusal())
                .startsWith("403 InvalidClientTokenId: ");
    }
}
