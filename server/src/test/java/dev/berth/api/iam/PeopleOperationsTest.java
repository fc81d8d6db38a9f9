package dev.berth.api.iam;

import static dev.berth.api.iam.IamCalls.element;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.access.AccessKey;
import dev.berth.aws.AccountId;
import dev.berth.events.Actor;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Users, groups and keys, as clients of IAM see them. */
class PeopleOperationsTest {
    private static final String READ_ONLY =
            "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryReadOnly";

    private final IamCalls iam = new IamCalls();

    @AfterEach
    void close() {
        iam.close();
    }

    @Test
    void aUserIsMadeShownAndDeleted() {
        String created =
                iam.call(
                        "CreateUser",
                        "UserName",
                        "ann",
                        "Path",
                        "/dev/",
                        "PermissionsBoundary",
                        READ_ONLY,
                        "Tags.member.1.Key",
                        "team",
                        "Tags.member.1.Value",
                        "a");

        assertThat(created)
                .matches(
                        "<User><Path>/dev/</Path><UserName>ann</UserName><UserId>AIDA\\w{17}</UserId>"
                                + "<Arn>arn:aws:iam::000000000000:user/dev/ann</Arn>"
                                + "<CreateDate>2026-01-02T03:04:05Z</CreateDate>"
                                + "<PermissionsBoundary><PermissionsBoundaryType>Policy</PermissionsBoundaryType>"
                                + "<PermissionsBoundaryArn>"
                                + READ_ONLY
                                + "</PermissionsBoundaryArn></PermissionsBoundary>"
                                + "<Tags><member><Key>team</Key><Value>a</Value></member></Tags></User>");
        assertThat(iam.call("GetUser", "UserName", "ANN")).isEqualTo(created);
        assertThat(iam.call("ListUsers", "PathPrefix", "/dev/"))
                .contains("<UserName>ann</UserName>")
                .endsWith("</Users><IsTruncated>false</IsTruncated>")
                .doesNotContain("Tags", "PermissionsBoundary");
        assertThat(iam.call("ListUsers", "PathPrefix", "/ops/"))
                .isEqualTo("<Users></Users><IsTruncated>false</IsTruncated>");

        assertThat(iam.call("UpdateUser", "UserName", "ann", "NewUserName", "anna")).isEmpty();
        assertThat(iam.call("DeleteUser", "UserName", "anna")).isEmpty();

        iam.refused(
                404,
                "NoSuchEntity",
                "The user with name anna cannot be found.",
                "GetUser",
                "UserName",
                "anna");
    }

    @Test
    void whoNamesNobodyAsksAboutHimself() {
        iam.call("CreateUser", "UserName", "ann");
        allow("ann", "iam:*", "*");

        assertThat(iam.as(iam.key("ann"), "GetUser")).contains("<UserName>ann</UserName>");
        assertThat(iam.call("GetUser"))
                .isEqualTo(
                        "<User><UserId>000000000000</UserId><Arn>arn:aws:iam::000000000000:root</Arn></User>");
        assertThat(iam.call("ListAccessKeys")).contains(iam.identity.key().id());
    }

    @Test
    void aUserMayOnlyWhatItsPoliciesAllowOnTheRightResource() {
        iam.call("CreateUser", "UserName", "ann");
        AccessKey key = iam.key("ann");
        String denial =
                "User: arn:aws:iam::000000000000:user/ann is not authorized to perform: iam:CreateUser on resource: arn:aws:iam::000000000000:user/%s because no identity-based policy allows the iam:CreateUser action";
        iam.refusedAs(
                key, 403, "AccessDenied", denial.formatted("bob"), "CreateUser", "UserName", "bob");

        allow("ann", "iam:CreateUser", "arn:aws:iam::000000000000:user/dev/*");

        iam.as(key, "CreateUser", "UserName", "bob", "Path", "/dev/");
        iam.refusedAs(
                key, 403, "AccessDenied", denial.formatted("eve"), "CreateUser", "UserName", "eve");
        iam.refusedAs(
                key,
                403,
                "AccessDenied",
                "User: arn:aws:iam::000000000000:user/ann is not authorized to perform: iam:DeleteUser on resource: arn:aws:iam::000000000000:user/dev/bob because no identity-based policy allows the iam:DeleteUser action",
                "DeleteUser",
                "UserName",
                "bob");
    }

    @Test
    void whoRenamesMustBeAllowedTheNewNameToo() {
        iam.call("CreateUser", "UserName", "ann");
        iam.call("CreateUser", "UserName", "bob", "Path", "/dev/");
        allow("ann", "iam:UpdateUser", "arn:aws:iam::000000000000:user/dev/*");
        AccessKey key = iam.key("ann");

        iam.as(key, "UpdateUser", "UserName", "bob", "NewUserName", "rob");
        denied(
                key,
                "iam:UpdateUser",
                "user/admin/rob",
                "UpdateUser",
                "UserName",
                "rob",
                "NewPath",
                "/admin/");
        denied(
                key,
                "iam:UpdateUser",
                "user/ann",
                "UpdateUser",
                "UserName",
                "ann",
                "NewPath",
                "/dev/");
    }

    @Test
    void conditionsSeeThePolicyThatIsToBeAttachedAndTheBoundary() {
        iam.call("CreateUser", "UserName", "ann");
        iam.call("CreateUser", "UserName", "bob");
        AccessKey key = iam.key("ann");
        iam.call(
                "PutUserPolicy",
                "UserName",
                "ann",
                "PolicyName",
                "delegate",
                "PolicyDocument",
                """
                {"Version": "2012-10-17", "Statement": [
                  {"Effect": "Allow", "Action": "iam:AttachUserPolicy", "Resource": "*",
                   "Condition": {"ArnEquals": {"iam:PolicyARN": "%1$s"}}},
                  {"Effect": "Allow", "Action": "iam:CreateUser", "Resource": "*",
                   "Condition": {"StringEquals": {"iam:PermissionsBoundary": "%1$s"}}}]}\
                """
                        .formatted(READ_ONLY));

        iam.as(key, "AttachUserPolicy", "UserName", "bob", "PolicyArn", READ_ONLY);
        iam.as(key, "CreateUser", "UserName", "eve", "PermissionsBoundary", READ_ONLY);
        assertThat(
                        iam.identity
                                .identities()
                                .account(key.account())
                                .requireUser("bob")
                                .held()
                                .attached())
                .containsExactly(READ_ONLY);
        denied(
                key,
                "iam:AttachUserPolicy",
                "user/bob",
                "AttachUserPolicy",
                "UserName",
                "bob",
                "PolicyArn",
                "arn:aws:iam::aws:policy/AdministratorAccess");
        denied(key, "iam:CreateUser", "user/mallory", "CreateUser", "UserName", "mallory");
    }

    @Test
    void policiesOfUsersAreKeptAndListed() {
        iam.call("CreateUser", "UserName", "ann");
        allow("ann", "ecr:*", "*");

        assertThat(iam.call("ListUserPolicies", "UserName", "ann"))
                .isEqualTo(
                        "<PolicyNames><member>allow</member></PolicyNames><IsTruncated>false</IsTruncated>");
        assertThat(iam.call("GetUserPolicy", "UserName", "ann", "PolicyName", "allow"))
                .startsWith(
                        "<UserName>ann</UserName><PolicyName>allow</PolicyName><PolicyDocument>%7B%22Version%22%3A%222012-10-17%22");
        iam.refused(
                404,
                "NoSuchEntity",
                "The user policy with name none cannot be found.",
                "GetUserPolicy",
                "UserName",
                "ann",
                "PolicyName",
                "none");

        iam.call("AttachUserPolicy", "UserName", "ann", "PolicyArn", READ_ONLY);
        assertThat(iam.call("ListAttachedUserPolicies", "UserName", "ann"))
                .isEqualTo(
                        "<AttachedPolicies><member><PolicyName>AmazonEC2ContainerRegistryReadOnly</PolicyName><PolicyArn>"
                                + READ_ONLY
                                + "</PolicyArn></member></AttachedPolicies><IsTruncated>false</IsTruncated>");
        assertThat(
                        iam.call(
                                "ListAttachedUserPolicies",
                                "UserName",
                                "ann",
                                "PathPrefix",
                                "/service-role/"))
                .startsWith("<AttachedPolicies></AttachedPolicies>");
        iam.refused(
                409,
                "DeleteConflict",
                "Cannot delete entity, must detach all policies first.",
                "DeleteUser",
                "UserName",
                "ann");

        iam.call("DetachUserPolicy", "UserName", "ann", "PolicyArn", READ_ONLY);
        iam.call("DeleteUserPolicy", "UserName", "ann", "PolicyName", "allow");
        iam.call("PutUserPermissionsBoundary", "UserName", "ann", "PermissionsBoundary", READ_ONLY);
        assertThat(iam.call("GetUser", "UserName", "ann")).contains(READ_ONLY);
        iam.call("DeleteUserPermissionsBoundary", "UserName", "ann");
        assertThat(iam.call("GetUser", "UserName", "ann")).doesNotContain(READ_ONLY);
        iam.call("DeleteUser", "UserName", "ann");
    }

    @Test
    void aPolicyThatIsNoneIsRefusedWithItsFaults() {
        iam.call("CreateUser", "UserName", "ann");

        iam.refused(
                400,
                "MalformedPolicyDocument",
                "Statement: must hold a statement",
                "PutUserPolicy",
                "UserName",
                "ann",
                "PolicyName",
                "p",
                "PolicyDocument",
                "{\"Statement\":[]}");
    }

    @Test
    void tagsOfAUser() {
        iam.call("CreateUser", "UserName", "ann");
        iam.call(
                "TagUser",
                "UserName",
                "ann",
                "Tags.member.1.Key",
                "team",
                "Tags.member.1.Value",
                "a",
                "Tags.member.2.Key",
                "cost",
                "Tags.member.2.Value",
                "1");
        iam.call("UntagUser", "UserName", "ann", "TagKeys.member.1", "TEAM");

        assertThat(iam.call("ListUserTags", "UserName", "ann"))
                .isEqualTo(
                        "<Tags><member><Key>cost</Key><Value>1</Value></member></Tags><IsTruncated>false</IsTruncated>");
    }

    @Test
    void aKeySignsUntilItIsInactiveOrGone() {
        iam.call("CreateUser", "UserName", "ann");
        allow("ann", "iam:*", "*");
        AccessKey key = iam.key("ann");
        assertThat(iam.call("GetAccessKeyLastUsed", "AccessKeyId", key.id()))
                .isEqualTo(
                        "<UserName>ann</UserName><AccessKeyLastUsed><ServiceName>N/A</ServiceName><Region>N/A</Region></AccessKeyLastUsed>");

        iam.as(key, "GetUser");

        assertThat(iam.call("GetAccessKeyLastUsed", "AccessKeyId", key.id()))
                .isEqualTo(
                        "<UserName>ann</UserName><AccessKeyLastUsed><LastUsedDate>2026-01-02T03:04:05Z</LastUsedDate><ServiceName>iam</ServiceName><Region>us-east-1</Region></AccessKeyLastUsed>");
        assertThat(iam.call("ListAccessKeys", "UserName", "ann"))
                .isEqualTo(
                        "<AccessKeyMetadata><member><UserName>ann</UserName><AccessKeyId>%s</AccessKeyId><Status>Active</Status><CreateDate>2026-01-02T03:04:05Z</CreateDate></member></AccessKeyMetadata><IsTruncated>false</IsTruncated>"
                                .formatted(key.id()));

        iam.call(
                "UpdateAccessKey",
                "UserName",
                "ann",
                "AccessKeyId",
                key.id(),
                "Status",
                "Inactive");
        iam.refusedAs(
                key,
                403,
                "InvalidClientTokenId",
                "The security token included in the request is invalid.",
                "GetUser");

        iam.call("UpdateAccessKey", "UserName", "ann", "AccessKeyId", key.id(), "Status", "Active");
        iam.as(key, "GetUser");

        iam.call("DeleteAccessKey", "UserName", "ann", "AccessKeyId", key.id());
        iam.refusedAs(
                key,
                403,
                "InvalidClientTokenId",
                "The security token included in the request is invalid.",
                "GetUser");
        iam.refused(
                404,
                "NoSuchEntity",
                "The Access Key with id %s cannot be found.".formatted(key.id()),
                "GetAccessKeyLastUsed",
                "AccessKeyId",
                key.id());
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
        denied(key, "iam:GetUser", "user/ann", "GetUser");

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

    @Test
    void whoTurnsPagesSeesEveryUserOnce() {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            names.add("user-" + i);
            iam.call("CreateUser", "UserName", "user-" + i);
        }
        var seen = new ArrayList<String>();
        String page = iam.call("ListUsers", "MaxItems", "3");
        seen.addAll(userNames(page));
        while (page.contains("<IsTruncated>true</IsTruncated>")) {
            page = iam.call("ListUsers", "MaxItems", "3", "Marker", element(page, "Marker"));
            seen.addAll(userNames(page));
        }

        assertThat(seen).isEqualTo(names);
        iam.refused(400, "ValidationError", "Invalid Marker.", "ListUsers", "Marker", "x");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ListMFADevices",
                "ListSigningCertificates",
                "ListSSHPublicKeys",
                "ListServiceSpecificCredentials"
            })
    void thereIsNoneOfWhatOnlyAwsHas(String operation) {
        iam.call("CreateUser", "UserName", "ann");

        assertThat(iam.call(operation, "UserName", "ann"))
                .matches("<(\\w+)></\\1><IsTruncated>false</IsTruncated>");
        assertThat(iam.call("ListVirtualMFADevices"))
                .isEqualTo(
                        "<VirtualMFADevices></VirtualMFADevices><IsTruncated>false</IsTruncated>");
    }

    @ParameterizedTest
    @CsvSource({
        "GetLoginProfile, X, Login Profile for User ann cannot be found.",
        "DeleteLoginProfile, X, Login Profile for User ann cannot be found.",
        "UpdateLoginProfile, X, Login Profile for User ann cannot be found.",
        "DeactivateMFADevice, SerialNumber, MFA Device with serial number none cannot be found.",
        "DeleteSSHPublicKey, SSHPublicKeyId, The Public Key with id none cannot be found.",
        "DeleteSigningCertificate, CertificateId, The Certificate with id none cannot be found.",
        "DeleteServiceSpecificCredential, ServiceSpecificCredentialId, The service specific credential with id none cannot be found."
    })
    void andWhatIsNotThereCannotBeTakenAway(String operation, String parameter, String message) {
        iam.call("CreateUser", "UserName", "ann");

        iam.refused(404, "NoSuchEntity", message, operation, "UserName", "ann", parameter, "none");
        iam.refused(
                404,
                "NoSuchEntity",
                "The user with name eve cannot be found.",
                operation,
                "UserName",
                "eve",
                parameter,
                "none");
    }

    @Test
    void accountsSeeNothingOfEachOther() {
        iam.call("CreateUser", "UserName", "ann");
        var other = new AccountId("111111111111");
        iam.identity.accounts().create(other);
        AccessKey root =
                iam.identity
                        .changes()
                        .change(
                                other,
                                new Actor("test", "request"),
                                change -> iam.identity.accessKeys().create(change, null));

        assertThat(iam.as(root, "ListUsers")).startsWith("<Users></Users>");
        iam.refusedAs(
                root,
                404,
                "NoSuchEntity",
                "The user with name ann cannot be found.",
                "DeleteUser",
                "UserName",
                "ann");
        iam.as(root, "CreateUser", "UserName", "ann");
        iam.as(root, "DeleteUser", "UserName", "ann");
        assertThat(iam.call("ListUsers")).contains("ann");
    }

    private static List<String> userNames(String page) {
        return Pattern.compile("<UserName>([^<]*)</UserName>")
                .matcher(page)
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
    }

    private void allow(String user, String action, String resource) {
        iam.call(
                "PutUserPolicy",
                "UserName",
                user,
                "PolicyName",
                "allow",
                "PolicyDocument",
                policy(action, resource));
    }

    private static String policy(String action, String resource) {
        return """
        {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"%s","Resource":"%s"}}\
        """
                .formatted(action, resource);
    }

    private void denied(
            AccessKey key, String iamAction, String resource, String action, String... parameters) {
        iam.refusedAs(
                key,
                403,
                "AccessDenied",
                "User: arn:aws:iam::000000000000:user/ann is not authorized to perform: %s on resource: arn:aws:iam::000000000000:%s because no identity-based policy allows the %s action"
                        .formatted(iamAction, resource, iamAction),
                action,
                parameters);
    }
}
