package dev.berth.identity;

import dev.berth.access.Principal;
import dev.berth.aws.AccountId;
import dev.berth.aws.Arn;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A user.
 *
 * @param boundary the ARN of a managed policy
 * @param declared in the file of identities: it changes only there
 */
public record User(
        AccountId account,
        String id,
        String path,
        String name,
        Instant createdAt,
        @Nullable String boundary,
        boolean declared,
        Held held) {

    public Arn arn() {
        return arn(account, path, name);
    }

    public static Arn arn(AccountId account, String path, String name) {
        return Arn.iam(account, "user" + path + name);
    }

    public Principal.User principal() {
        return new Principal.User(account, id, path, name);
    }

    public Owner owner() {
        return new Owner(OwnerKind.USER, id, arn(), name);
    }
}
