package dev.berth.access;

import java.time.Instant;

/** A key of a session with the token that it is worth nothing without. It prints no secret. */
public record TemporaryCredentials(
        String accessKeyId, String secret, String sessionToken, Instant expiresAt) {

    @Override
    public String toString() {
        return "TemporaryCredentials[accessKeyId=" + accessKeyId + "]";
    }
}
