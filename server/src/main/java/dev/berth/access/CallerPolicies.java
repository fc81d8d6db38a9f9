package dev.berth.access;

import dev.berth.aws.Arn;
import dev.berth.policy.NamedPolicy;
import dev.berth.policy.RequestPrincipal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Gathers what the caller's side says, as it is now. */
final class CallerPolicies {
    private final Directory directory;
    private final SessionPolicies sessions;

    CallerPolicies(Directory directory) {
        this.directory = directory;
        this.sessions = new SessionPolicies(directory);
    }

    /** Empty where the principal is gone. */
    Optional<CallerRights> of(Caller caller) {
        Principal principal = caller.principal();
        return switch (principal) {
            case Principal.Root root ->
                    standing(principal, caller, new RequestPrincipal.Root(root.account()));
            case Principal.User user ->
                    standing(
                            principal,
                            caller,
                            new RequestPrincipal.User(user.account(), user.name(), user.id()));
            case Principal.AssumedRole role -> standing(principal, caller, session(role));
            case Principal.FederatedUser user -> federated(user, caller);
            case Principal.Service service ->
                    Optional.of(
                            new CallerRights(
                                    new RequestPrincipal.Service(service.service()),
                                    List.of(),
                                    null,
                                    sessions.of(caller.session()),
                                    Map.of()));
            case Principal.WebIdentity identity ->
                    Optional.of(
                            CallerRights.none(
                                    new RequestPrincipal.WebIdentity(identity.provider())));
            case Principal.Anonymous _, Principal.Job _ ->
                    Optional.of(CallerRights.none(new RequestPrincipal.Anonymous()));
        };
    }

    private Optional<CallerRights> standing(
            Principal principal, Caller caller, RequestPrincipal named) {
        return directory
                .standing(principal)
                .map(standing ->
                        new CallerRights(
                                named,
                                standing.policies(),
                                standing.boundary().orElse(null),
                                sessions.of(caller.session()),
                                tags(standing, caller.session())));
    }

    /** He may what his issuer may and his session policies say; without those he may nothing. */
    private Optional<CallerRights> federated(Principal.FederatedUser user, Caller caller) {
        RequestPrincipal named = federated(user);
        return directory
                .standing(user)
                .map(standing -> {
                    List<NamedPolicy> bounds = sessions.of(caller.session());
                    return new CallerRights(
                            named,
                            user.issuer() == null
                                    ? List.of(sessions.everything())
                                    : standing.policies(),
                            standing.boundary().orElse(null),
                            bounds.isEmpty() ? List.of(sessions.nothing()) : bounds,
                            // the tags are those of the session alone
                            caller.session() == null ? Map.of() : caller.session().tags());
                });
    }

    private static RequestPrincipal session(Principal.AssumedRole role) {
        return new RequestPrincipal.RoleSession(
                role.account(),
                role.name(),
                role.roleArn().toString(),
                role.roleId(),
                role.sessionName());
    }

    private static RequestPrincipal federated(Principal.FederatedUser user) {
        Principal.User issuer = user.issuer();
        return issuer == null
                ? new RequestPrincipal.FederatedUser(
                        user.account(),
                        user.name(),
                        Arn.iam(user.account(), "root").toString(),
                        user.account().value())
                : new RequestPrincipal.FederatedUser(
                        user.account(), user.name(), issuer.name(), issuer.id());
    }

    /** Tags of a session hide those of the same key that its principal has. */
    private static Map<String, String> tags(
            Directory.Standing standing, @Nullable Session session) {
        if (session == null || session.tags().isEmpty()) {
            return standing.tags();
        }
        var tags = new HashMap<String, String>();
        standing.tags()
                .forEach((key, value) -> {
                    if (session.tags().keySet().stream().noneMatch(key::equalsIgnoreCase)) {
                        tags.put(key, value);
                    }
                });
        tags.putAll(session.tags());
        return tags;
    }
}
