package dev.berth.token;

import dev.berth.access.TokenScope;
import dev.berth.aws.AccountId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A token as it is listed: all but its text, which is nowhere.
 *
 * @param holderId the id of the user, the role or the account whose end is the token's end
 * @param principal the ARN of who acts with it
 * @param name empty for the tokens of {@code docker login}
 * @param accessKeyId the key that asked for it; null where none did
 */
public record TokenRecord(
        UUID id,
        AccountId account,
        String holderId,
        String principal,
        String name,
        String description,
        TokenScope scope,
        @Nullable String accessKeyId,
        Instant issuedAt,
        Instant expiresAt,
        @Nullable Instant lastUsedAt,
        @Nullable Instant revokedAt) {}
