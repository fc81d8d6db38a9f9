package dev.berth.session;

import dev.berth.aws.AccountId;
import dev.berth.identity.Identities;
import dev.berth.session.oidc.RegisteredProviders;
import java.util.Optional;
import java.util.Set;

/** The OIDC providers of IAM. */
public final class IdentityProviders implements RegisteredProviders {
    private static final String HTTPS = "https://";

    private final Identities identities;

    public IdentityProviders(Identities identities) {
        this.identities = identities;
    }

    @Override
    public Optional<Provider> find(AccountId account, String issuer) {
        if (!issuer.startsWith(HTTPS) || !identities.exists(account)) {
            return Optional.empty();
        }
        return identities
                .account(account)
                .provider(issuer.substring(HTTPS.length()))
                .map(provider -> new Provider(provider.arn(), Set.copyOf(provider.clients())));
    }
}
