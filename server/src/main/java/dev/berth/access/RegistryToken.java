package dev.berth.access;

import dev.berth.aws.Registry;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a token says, once its text is read and its HMAC is found to be right. */
record RegistryToken(
        UUID keyId,
        UUID id,
        Principal principal,
        @Nullable String accessKeyId,
        Registry registry,
        Instant expiresAt,
        TokenScope scope) {}
