package dev.berth.access;

import dev.berth.aws.Registry;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a token says, once its text is read and its HMAC is found to be right.
 *
 * @param accessKeyId the key whose end is the token's end; null for tokens that stand for
 *     themselves
 * @param session what the session carries that asked for it; null where none did
 */
record RegistryToken(
        UUID keyId,
        UUID id,
        Principal principal,
        @Nullable String accessKeyId,
        @Nullable Session session,
        Registry registry,
        Instant issuedAt,
        Instant expiresAt,
        TokenScope scope) {}
