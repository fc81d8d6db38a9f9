package dev.berth.api.sts;

import static dev.berth.api.sts.StsHarness.ALICE;
import static dev.berth.api.sts.StsHarness.trusting;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.access.Session;
import dev.berth.access.TemporaryCredentials;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Roles that the session of a role assumes. */
class RoleChainTest extends AssumeRoleFixture {
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
}
