package dev.berth.policy;

import dev.berth.aws.AccountId;
import org.jspecify.annotations.Nullable;

/** A caller, by the names that a Principal element may give it. */
public sealed interface RequestPrincipal {

    /** Whose caller it is; null for those of no account. */
    @Nullable AccountId account();

    /** The account itself. */
    record Root(AccountId account) implements RequestPrincipal {}

    /** {@code uniqueId} is {@code AIDA…}. */
    record User(AccountId account, String arn, String uniqueId) implements RequestPrincipal {}

    /**
     * A session of a role.
     *
     * @param arn of the session, {@code arn:aws:sts::A:assumed-role/Role/Session}
     * @param roleArn of the role, with its path
     * @param roleId {@code AROA…}, without the session's name
     */
    record RoleSession(AccountId account, String arn, String roleArn, String roleId, String session)
            implements RequestPrincipal {}

    /**
     * A session of GetFederationToken.
     *
     * @param arn {@code arn:aws:sts::A:federated-user/Name}
     * @param userArn of the user who asked for it; the root ARN where that was the root user
     */
    record FederatedUser(AccountId account, String arn, String userArn, String userId)
            implements RequestPrincipal {}

    /** A service, such as {@code lambda.amazonaws.com}; it has no identity policies. */
    record Service(String name) implements RequestPrincipal {
        @Override
        public @Nullable AccountId account() {
            return null;
        }
    }

    /** The bearer of an issuer's token, by the ARN of the OIDC provider. */
    record WebIdentity(String providerArn) implements RequestPrincipal {
        @Override
        public @Nullable AccountId account() {
            return null;
        }
    }

    record Anonymous() implements RequestPrincipal {
        @Override
        public @Nullable AccountId account() {
            return null;
        }
    }
}
