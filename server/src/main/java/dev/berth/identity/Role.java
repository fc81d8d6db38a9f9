package dev.berth.identity;

import dev.berth.aws.AccountId;
import dev.berth.aws.Arn;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A role.
 *
 * @param trustPolicy names principals by their unique ids
 * @param boundary the ARN of a managed policy
 */
public record Role(
        AccountId account,
        String id,
        String path,
        String name,
        @Nullable String description,
        String trustPolicy,
        Duration maxSession,
        Instant createdAt,
        @Nullable String boundary,
        boolean declared,
        Held held) {

    public Arn arn() {
        return arn(account, path, name);
    }

    public static Arn arn(AccountId account, String path, String name) {
        return Arn.iam(account, "role" + path + name);
    }

    public Owner owner() {
        return new Owner(OwnerKind.ROLE, id, arn(), name);
    }
}
