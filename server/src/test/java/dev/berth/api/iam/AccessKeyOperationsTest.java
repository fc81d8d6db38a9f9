package dev.berth.api.iam;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.access.AccessKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The keys of users, as clients of IAM see them. */
class AccessKeyOperationsTest {
    private final IamCalls iam = new IamCalls();

    @AfterEach
    void close() {
        iam.close();
    }

    @Test
    void aKeySignsUntilItIsInactiveOrGone() {
        iam.call("CreateUser", "UserName", "ann");
        iam.allow("ann", "iam:*", "*");
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
}
