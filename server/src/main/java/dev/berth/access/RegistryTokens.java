package dev.berth.access;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/** The tokens that docker login takes as its password, and those of download URLs. */
public interface RegistryTokens {
    Duration LOGIN_LIFETIME = Duration.ofHours(12);
    Duration DOWNLOAD_LIFETIME = Duration.ofHours(1);
    Duration LONGEST_LIFETIME = Duration.ofDays(3653); // ten years

    record IssuedToken(UUID id, String text, Instant issuedAt, Instant expiresAt) {}

    /**
     * A token for what the caller is, no further than {@code scope}; it ends with the caller's
     * session at the latest. Problems: AccessDenied where the caller's own scope leaves nothing of
     * it, InvalidRequest where what the session carries is too long for a token.
     */
    IssuedToken issue(Caller caller, TokenScope scope, Duration lifetime);

    /**
     * The caller that a token stands for. Answers from memory where it can, and throws {@link
     * dev.berth.runtime.WouldBlock} where it cannot and may not wait.
     *
     * @throws dev.berth.problem.ProblemException LoginTokenInvalid, LoginTokenExpired,
     *     LoginTokenRevoked or IdentitiesStale
     */
    Caller verify(String token, InetAddress address, boolean tls);
}
