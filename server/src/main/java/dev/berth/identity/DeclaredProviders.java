package dev.berth.identity;

import dev.berth.aws.Arn;
import dev.berth.identity.DeclaredSteps.Phase;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Makes the OIDC providers of an account so as they are declared. */
final class DeclaredProviders {
    private static final String SCHEME = "https://";

    private final OidcProviders providers;
    private final DeclaredSteps steps;

    DeclaredProviders(OidcProviders providers, DeclaredSteps steps) {
        this.providers = providers;
        this.steps = steps;
    }

    void plan(AccountSnapshot account, Declared.Account wanted) {
        Set<String> urls = new HashSet<>();
        for (Declared.Provider provider : wanted.providers()) {
            urls.add(provider.url());
            Optional<OidcProvider> now = account.provider(provider.url());
            if (now.isPresent() && !now.get().declared() && !provider.adopt()) {
                steps.fault(provider.at(), DeclaredSteps.taken("OIDC provider", provider.url()));
            } else if (now.isPresent()) {
                update(account, provider, now.get());
            } else {
                steps.add(
                        Phase.MAKE,
                        account.account(),
                        provider.at(),
                        change ->
                                providers.create(
                                        change,
                                        SCHEME + provider.url(),
                                        List.copyOf(provider.clientIds()),
                                        List.copyOf(provider.thumbprints()),
                                        List.of()));
            }
        }
        for (OidcProvider provider : account.providers()) {
            if (provider.declared() && !urls.contains(provider.url())) {
                steps.add(
                        Phase.DELETE,
                        account.account(),
                        provider.arn().toString(),
                        change -> providers.delete(change, provider.arn()));
            }
        }
    }

    private void update(AccountSnapshot account, Declared.Provider wanted, OidcProvider now) {
        Arn arn = now.arn();
        if (!now.declared()) {
            steps.add(
                    Phase.LOOSEN,
                    account.account(),
                    wanted.at(),
                    change -> providers.setDeclared(change, now, true));
        }
        for (String client : now.clients()) {
            if (!wanted.clientIds().contains(client)) {
                steps.add(
                        Phase.LOOSEN,
                        account.account(),
                        wanted.at(),
                        change -> providers.removeClient(change, arn, client));
            }
        }
        for (String client : wanted.clientIds()) {
            if (!now.clients().contains(client)) {
                steps.add(
                        Phase.MAKE,
                        account.account(),
                        wanted.at(),
                        change -> providers.addClient(change, arn, client));
            }
        }
        if (!Set.copyOf(now.thumbprints()).equals(wanted.thumbprints())) {
            steps.add(
                    Phase.MAKE,
                    account.account(),
                    wanted.at(),
                    change ->
                            providers.setThumbprints(
                                    change, arn, List.copyOf(wanted.thumbprints())));
        }
    }
}
