package dev.berth.api.iam;

import static dev.berth.api.iam.IamCalls.READ_ONLY;
import static dev.berth.api.iam.IamCalls.element;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Users, their tags and their policies, as clients of IAM see them. */
class UserOperationsTest {
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
    void policiesOfUsersAreKeptAndListed() {
        iam.call("CreateUser", "UserName", "ann");
        iam.allow("ann", "ecr:*", "*");

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

    private static List<String> userNames(String page) {
        return Pattern.compile("<UserName>([^<]*)</UserName>")
                .matcher(page)
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
    }
}
