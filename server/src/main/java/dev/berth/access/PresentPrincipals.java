package dev.berth.access;

import dev.berth.aws.Arn;
import java.util.Optional;

/** Whether those whom a token names are still there, and how they are called by now. */
final class PresentPrincipals {
    private static final String USER = "user";

    private final Directory directory;

    PresentPrincipals(Directory directory) {
        this.directory = directory;
    }

    /**
     * Who acts by the token: a service where the principal stands for one by now. Empty where the
     * principal is gone, or never had a token.
     */
    Optional<Principal> find(Principal principal) {
        return switch (principal) {
            case Principal.Service service -> service(service);
            case Principal.Root _,
                    Principal.User _,
                    Principal.AssumedRole _,
                    Principal.FederatedUser _,
                    Principal.WebIdentity _,
                    Principal.Anonymous _,
                    Principal.Job _ ->
                    present(principal).map(directory::actsAs);
        };
    }

    /** It ends with whom stands for it, and where he no longer does. */
    private Optional<Principal> service(Principal.Service service) {
        return Optional.ofNullable(service.behind())
                .flatMap(this::present)
                .map(directory::actsAs)
                .filter(now ->
                        now instanceof Principal.Service other
                                && other.service().equals(service.service()));
    }

    private Optional<Principal> present(Principal principal) {
        return switch (principal) {
            case Principal.Root _, Principal.AssumedRole _ -> standing(principal);
            case Principal.User user -> standing(user).flatMap(_ -> renamed(user));
            case Principal.FederatedUser user ->
                    standing(user)
                            .flatMap(_ ->
                                    user.issuer() == null
                                            ? Optional.of(user)
                                            : renamed(user.issuer())
                                                    .map(issuer ->
                                                            new Principal.FederatedUser(
                                                                    user.account(),
                                                                    user.userName(),
                                                                    issuer)));
            case Principal.Service _,
                    Principal.WebIdentity _,
                    Principal.Anonymous _,
                    Principal.Job _ ->
                    Optional.empty();
        };
    }

    private Optional<Principal> standing(Principal principal) {
        return directory.standing(principal).map(_ -> principal);
    }

    /** Policies may go by the name of a user, so that an old one must not count. */
    private Optional<Principal.User> renamed(Principal.User user) {
        return directory.arnOf(user.id()).map(now -> isNameOf(user, now) ? user : named(user, now));
    }

    private static boolean isNameOf(Principal.User user, Arn arn) {
        String resource = arn.resource();
        return resource.length() == USER.length() + user.path().length() + user.userName().length()
                && resource.startsWith(user.path(), USER.length())
                && resource.endsWith(user.userName());
    }

    private static Principal.User named(Principal.User user, Arn arn) {
        String resource = arn.resource();
        int name = resource.lastIndexOf('/') + 1;
        return new Principal.User(
                user.account(),
                user.id(),
                resource.substring(USER.length(), name),
                resource.substring(name));
    }
}
