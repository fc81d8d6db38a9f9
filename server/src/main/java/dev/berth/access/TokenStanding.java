package dev.berth.access;

import dev.berth.access.Directory.KeyHolder;
import dev.berth.aws.Arn;
import dev.berth.problem.Problem;
import dev.berth.problem.ProblemException;
import java.util.Optional;

/**
 * Whether a token that is true still counts: it ends with its principal, with the key that asked
 * for it, and by a revocation. All of that is looked up in memory at each request.
 */
final class TokenStanding {
    private static final String USER = "user";

    private final Directory directory;
    private final Revocations revocations;

    TokenStanding(Directory directory, Revocations revocations) {
        this.directory = directory;
        this.revocations = revocations;
    }

    /**
     * The principal, by its present name.
     *
     * @throws ProblemException LoginTokenRevoked or IdentitiesStale
     */
    Principal require(RegistryToken token) {
        Principal principal = token.principal();
        if (!isKeyGood(token)
                || !isThere(principal)
                || revocations.isRevoked(token.id(), principal, token.issuedAt())) {
            throw new ProblemException(new Problem.LoginTokenRevoked());
        }
        return principal instanceof Principal.User user ? renamed(user) : principal;
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

    private boolean isThere(Principal principal) {
        return switch (principal) {
            case Principal.Root _,
                    Principal.User _,
                    Principal.AssumedRole _,
                    Principal.FederatedUser _ ->
                    directory.standing(principal).isPresent();
            case Principal.Service _ -> true; // its key says so
            case Principal.WebIdentity _, Principal.Anonymous _, Principal.Job _ -> false;
        };
    }

    /** Names may have changed since. */
    private static boolean isSame(Principal one, Principal other) {
        return switch (one) {
            case Principal.User user ->
                    other instanceof Principal.User now && now.id().equals(user.id());
            case Principal.Root _, Principal.Service _ -> one.equals(other);
            case Principal.AssumedRole _,
                    Principal.FederatedUser _,
                    Principal.WebIdentity _,
                    Principal.Anonymous _,
                    Principal.Job _ ->
                    false;
        };
    }

    /** Policies may go by the name of a user, so that an old one must not count. */
    private Principal renamed(Principal.User user) {
        Optional<Arn> now = directory.arnOf(user.id());
        if (now.isEmpty()) {
            throw new ProblemException(new Problem.LoginTokenRevoked());
        }
        String resource = now.get().resource();
        int name = resource.lastIndexOf('/') + 1;
        boolean unchanged =
                resource.length() == USER.length() + user.path().length() + user.userName().length()
                        && resource.startsWith(user.path(), USER.length())
                        && resource.endsWith(user.userName());
        return unchanged
                ? user
                : new Principal.User(
                        user.account(),
                        user.id(),
                        resource.substring(USER.length(), name),
                        resource.substring(name));
    }
}
