package dev.berth.session.oidc;

import dev.berth.aws.AccountId;
import dev.berth.aws.Arn;
import java.util.Optional;
import java.util.Set;

/** The OIDC providers that an account knows: whose tokens it takes, and for which audiences. */
@FunctionalInterface
public interface RegisteredProviders {

    /** One that was created with CreateOpenIDConnectProvider. */
    record Provider(Arn arn, Set<String> clientIds) {
        public Provider {
            clientIds = Set.copyOf(clientIds);
        }
    }

    /** The provider of this issuer, given as tokens name it. */
    Optional<Provider> find(AccountId account, String issuer);
}
