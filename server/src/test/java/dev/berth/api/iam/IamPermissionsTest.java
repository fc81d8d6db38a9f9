package dev.berth.api.iam;

import static dev.berth.api.iam.IamCalls.READ_ONLY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.access.AccessKey;
import dev.berth.aws.AccountId;
import dev.berth.events.Actor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who may do what to whom, and that accounts stay among themselves. */
class IamPermissionsTest {
    private final IamCalls iam = new IamCalls();

    @AfterEach
    void close() {
        iam.close();
    }

    @Test
    void whoNamesNobodyAsksAboutHimself() {
        iam.call("CreateUser", "UserName", "ann");
        iam.allow("ann", "iam:*", "*");

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

        iam.allow("ann", "iam:CreateUser", "arn:aws:iam::000000000000:user/dev/*");

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
        iam.allow("ann", "iam:UpdateUser", "arn:aws:iam::000000000000:user/dev/*");
        AccessKey key = iam.key("ann");

        iam.as(key, "UpdateUser", "UserName", "bob", "NewUserName", "rob");
        iam.denied(
                key,
                "iam:UpdateUser",
                "user/admin/rob",
                "UpdateUser",
                "UserName",
                "rob",
                "NewPath",
                "/admin/");
        iam.denied(
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
        iam.denied(
                key,
                "iam:AttachUserPolicy",
                "user/bob",
                "AttachUserPolicy",
                "UserName",
                "bob",
                "PolicyArn",
                "arn:aws:iam::aws:policy/AdministratorAccess");
        iam.denied(key, "iam:CreateUser", "user/mallory", "CreateUser", "UserName", "mallory");
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
}
