package dev.berth.session.oidc;

import dev.berth.aws.Arn;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What a token says whose signature, issuer, audience and times are good.
 *
 * @param audience of those that the token names, what the provider is registered for
 * @param keys the condition keys of its claims, in small letters, such as {@code
 *     token.actions.githubusercontent.com:sub}
 * @param grants what the issuer puts into a session of its own accord
 */
public record WebIdentityToken(
        String issuer,
        Arn provider,
        String subject,
        List<String> audience,
        Map<String, List<String>> keys,
        Instant issuedAt,
        Instant expiresAt,
        SessionClaims grants) {
    public WebIdentityToken {
        audience = List.copyOf(audience);
        keys = Map.copyOf(keys);
    }
}
