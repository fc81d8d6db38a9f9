package dev.berth.access;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;

/** The tokens that docker login takes as its password, and those of download URLs. */
public interface RegistryTokens {
    Duration LOGIN_LIFETIME = Duration.ofHours(12);
    Duration DOWNLOAD_LIFETIME = Duration.ofHours(1);

    record IssuedToken(String text, Instant expiresAt) {}

    /** A token for what the caller is, no further than {@code scope}. */
    IssuedToken issue(Caller caller, TokenScope scope, Duration lifetime);

    /**
     * The caller that a token stands for. Answers from memory where it can, and throws {@link
     * dev.berth.runtime.WouldBlock} where it cannot and may not wait.
     *
     * @throws dev.berth.problem.ProblemException LoginTokenInvalid or LoginTokenExpired
     */
    Caller verify(String token, InetAddress address, boolean tls);
}
