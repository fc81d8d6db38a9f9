package dev.berth.session;

import dev.berth.access.Caller;
import dev.berth.access.Principal;
import dev.berth.access.Session;
import dev.berth.aws.AccountId;
import dev.berth.aws.Arn;
import dev.berth.aws.Registry;
import dev.berth.session.oidc.WebIdentityToken;
import dev.berth.session.oidc.WebIdentityTokens;
import java.util.List;

/** Turns the token of an issuer into a caller, whom the role's trust policy then knows. */
public final class WebIdentities {
    private final WebIdentityTokens tokens;

    public WebIdentities(WebIdentityTokens tokens) {
        this.tokens = tokens;
    }

    /** The bearer of this token, before the account that has the role. */
    public Caller caller(Caller anonymous, Arn role, String text) {
        AccountId account =
                AccountId.tryParse(role.account())
                        .orElseThrow(() -> Refusal.invalid("%s is invalid".formatted(role)));
        WebIdentityToken token = tokens.verify(text, account);
        return new Caller(
                new Principal.WebIdentity(
                        token.provider().toString(), token.subject(), token.keys()),
                new Session(
                        token.issuedAt(),
                        token.expiresAt(),
                        List.of(),
                        List.of(),
                        token.grants().tags(),
                        token.grants().transitiveTags(),
                        token.grants().sourceIdentity(),
                        false,
                        token.provider().toString()),
                null,
                new Registry(account, anonymous.registry().region()),
                anonymous.scope(),
                anonymous.address(),
                anonymous.tls());
    }
}
