package dev.berth.identity;

import dev.berth.aws.AccountId;
import dev.berth.aws.Arn;
import java.time.Instant;
import java.util.List;

/**
 * Users who hold the same policies.
 *
 * @param members ids of users
 */
public record Group(
        AccountId account,
        String id,
        String path,
        String name,
        Instant createdAt,
        boolean declared,
        Held held,
        List<String> members) {
    public Group {
        members = List.copyOf(members);
    }

    public Arn arn() {
        return arn(account, path, name);
    }

    public static Arn arn(AccountId account, String path, String name) {
        return Arn.iam(account, "group" + path + name);
    }

    public Owner owner() {
        return new Owner(OwnerKind.GROUP, id, arn(), name);
    }
}
