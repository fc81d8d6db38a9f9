package dev.berth.access;

import dev.berth.access.Directory.KeyHolder;
import dev.berth.problem.AccessProblem;
import dev.berth.problem.ProblemException;
import java.util.Optional;

/**
 * Whether a token that is true still counts: it ends with its principal, with the key that asked
 * for it, and by a revocation. All of that is looked up in memory at each request.
 */
final class TokenStanding {
    private final Directory directory;
    private final PresentPrincipals principals;
    private final Revocations revocations;

    TokenStanding(Directory directory, Revocations revocations) {
        this.directory = directory;
        this.principals = new PresentPrincipals(directory);
        this.revocations = revocations;
    }

    /**
     * The principal, by its present name.
     *
     * @throws ProblemException LoginTokenRevoked or IdentitiesStale
     */
    Principal require(RegistryToken token) {
        Principal principal = token.principal();
        if (!isKeyGood(token) || revocations.isRevoked(token.id(), principal, token.issuedAt())) {
            throw new ProblemException(new AccessProblem.LoginTokenRevoked());
        }
        return principals
                .find(principal)
                .orElseThrow(() -> new ProblemException(new AccessProblem.LoginTokenRevoked()));
    }

    /** A session has no key that could be deactivated: its principal and its end count. */
    private boolean isKeyGood(RegistryToken token) {
        String accessKeyId = token.accessKeyId();
        if (accessKeyId == null || token.session() != null) {
            return true;
        }
        Optional<KeyHolder> holder = directory.key(accessKeyId);
        return holder.isPresent() && isSame(token.principal(), holder.get().principal());
    }

    /** Names may have changed since. */
    private static boolean isSame(Principal one, Principal other) {
        return switch (one) {
            case Principal.User user ->
                    other instanceof Principal.User now && now.id().equals(user.id());
            case Principal.Root _ -> one.equals(other);
            case Principal.Service service ->
                    other instanceof Principal.Service now
                            && now.service().equals(service.service())
                            && service.behind() instanceof Principal.User user
                            && now.behind() instanceof Principal.User still
                            && still.id().equals(user.id());
            case Principal.AssumedRole _,
                    Principal.FederatedUser _,
                    Principal.WebIdentity _,
                    Principal.Anonymous _,
                    Principal.Job _ ->
                    false;
        };
    }
}
