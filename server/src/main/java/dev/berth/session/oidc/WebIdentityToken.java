package dev.berth.session.oidc;

import dev.berth.aws.Arn;
import java.util.List;
import java.util.Map;

/**
 * What a token says whose signature, issuer, audience and times are good.
 *
 * @param audience of those that the token names, what the provider is registered for
 * @param keys the condition keys of its claims, in small letters, such as {@code
 *     token.actions.githubusercontent.com:sub}
 */
public record WebIdentityToken(
        String issuer,
        Arn provider,
        String subject,
        List<String> audience,
        Map<String, List<String>> keys) {
    public WebIdentityToken {
        audience = List.copyOf(audience);
        keys = Map.copyOf(keys);
    }
}
