package dev.berth.access;

import java.time.Instant;
import java.util.UUID;

/**
 * The tokens and sessions that were ended before their time. Asked at every request: from memory.
 */
public interface Revocations {

    /**
     * Whether this token was revoked, or all that its principal was issued until a later time.
     *
     * @throws dev.berth.problem.ProblemException IdentitiesStale where that is not known well
     *     enough
     */
    boolean isRevoked(UUID token, Principal principal, Instant issuedAt);

    /** The same of temporary credentials, which have no id of their own. */
    boolean isRevoked(Principal principal, Instant issuedAt);

    /**
     * Whose tokens are revoked together: those of a user and of the federated users that he issued,
     * of all sessions of a role, of the root of an account; those of a service with those of whom
     * stands for it.
     */
    static String holderId(Principal principal) {
        return switch (principal) {
            case Principal.Root root -> root.account().value();
            case Principal.User user -> user.id();
            case Principal.AssumedRole role -> role.roleId();
            case Principal.FederatedUser user ->
                    user.issuer() == null ? user.account().value() : user.issuer().id();
            case Principal.Service service -> {
                Principal behind = service.behind();
                if (behind == null) {
                    throw new IllegalArgumentException("nobody stands for " + service.name());
                }
                yield holderId(behind);
            }
            case Principal.WebIdentity _, Principal.Anonymous _, Principal.Job _ ->
                    throw new IllegalArgumentException("no token for " + principal.name());
        };
    }
}
