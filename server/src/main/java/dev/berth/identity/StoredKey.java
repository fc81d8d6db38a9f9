package dev.berth.identity;

import dev.berth.access.SealedSecret;
import dev.berth.aws.AccountId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An access key as it is kept.
 *
 * @param userId whose it is; null for the root's of the account
 * @param declared in the file of identities: it changes only there
 */
public record StoredKey(
        String id,
        AccountId account,
        @Nullable String userId,
        SealedSecret secret,
        boolean active,
        Instant createdAt,
        @Nullable String description,
        boolean declared) {}
