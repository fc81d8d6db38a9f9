package dev.berth.api.sts;

import static dev.berth.api.sts.StsHarness.ALICE;
import static dev.berth.api.sts.StsHarness.allowing;
import static dev.berth.api.sts.StsHarness.trusting;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.access.Session;
import dev.berth.aws.Arn;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a role's session carries, and who may put it there. */
class RoleSessionTest extends AssumeRoleFixture {
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
}
