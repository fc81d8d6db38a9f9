package dev.berth.api.iam;

import static dev.berth.api.iam.IamCalls.READ_ONLY;
import static dev.berth.api.iam.IamCalls.policy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.access.AccessKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Groups and their members, as clients of IAM see them. */
class GroupOperationsTest {
    private final IamCalls iam = new IamCalls();

    @AfterEach
    void close() {
        iam.close();
    }

    @Test
    void groupsAndTheirMembers() {
        iam.call("CreateUser", "UserName", "ann");
        String created = iam.call("CreateGroup", "GroupName", "devs", "Path", "/teams/");
        assertThat(created)
                .matches(
                        "<Group><Path>/teams/</Path><GroupName>devs</GroupName><GroupId>AGPA\\w{17}</GroupId><Arn>arn:aws:iam::000000000000:group/teams/devs</Arn><CreateDate>2026-01-02T03:04:05Z</CreateDate></Group>");
        iam.call("AddUserToGroup", "GroupName", "devs", "UserName", "ann");

        assertThat(iam.call("GetGroup", "GroupName", "devs"))
                .startsWith(created + "<Users><member>")
                .contains("<UserName>ann</UserName>");
        assertThat(iam.call("ListGroupsForUser", "UserName", "ann"))
                .contains("<GroupName>devs</GroupName>");
        assertThat(iam.call("ListGroups")).contains("<GroupName>devs</GroupName>");

        iam.call(
                "PutGroupPolicy",
                "GroupName",
                "devs",
                "PolicyName",
                "allow",
                "PolicyDocument",
                policy("iam:GetUser", "*"));
        AccessKey key = iam.key("ann");
        assertThat(iam.as(key, "GetUser")).contains("ann");

        iam.call("RemoveUserFromGroup", "GroupName", "devs", "UserName", "ann");
        iam.denied(key, "iam:GetUser", "user/ann", "GetUser");

        assertThat(iam.call("GetGroupPolicy", "GroupName", "devs", "PolicyName", "allow"))
                .startsWith("<GroupName>devs</GroupName>");
        iam.call("DeleteGroupPolicy", "GroupName", "devs", "PolicyName", "allow");
        iam.call("AttachGroupPolicy", "GroupName", "devs", "PolicyArn", READ_ONLY);
        assertThat(iam.call("ListAttachedGroupPolicies", "GroupName", "devs")).contains(READ_ONLY);
        iam.call("DetachGroupPolicy", "GroupName", "devs", "PolicyArn", READ_ONLY);
        iam.call("UpdateGroup", "GroupName", "devs", "NewGroupName", "makers");
        iam.call("DeleteGroup", "GroupName", "makers");
        assertThat(iam.call("ListGroups"))
                .isEqualTo("<Groups></Groups><IsTruncated>false</IsTruncated>");
    }
}
