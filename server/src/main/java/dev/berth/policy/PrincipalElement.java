package dev.berth.policy;

import dev.berth.aws.AccountId;
import java.util.List;
import java.util.Set;

/**
 * A compiled Principal or NotPrincipal.
 *
 * @param accounts twelve digits, however the account was written
 * @param aws ARNs of users, roles and sessions, and unique ids
 */
record PrincipalElement(
        boolean negated,
        boolean everyone,
        Set<String> accounts,
        Set<String> aws,
        Set<String> services,
        Set<String> federated,
        List<NamedPrincipal> written) {
    PrincipalElement {
        accounts = Set.copyOf(accounts);
        aws = Set.copyOf(aws);
        services = Set.copyOf(services);
        federated = Set.copyOf(federated);
        written = List.copyOf(written);
    }

    /**
     * How a statement of this effect names the caller. NotPrincipal spares from a Deny only whom it
     * names exactly, and from an Allow whomever it names at all: both on the closed side.
     */
    PrincipalMatch match(RequestPrincipal caller, Effect effect) {
        PrincipalMatch named = named(caller);
        if (!negated) {
            return named;
        }
        boolean spared =
                switch (effect) {
                    case ALLOW -> named != PrincipalMatch.NONE;
                    case DENY ->
                            named == PrincipalMatch.EXACT
                                    || named == PrincipalMatch.EVERYONE
                                    || (caller instanceof RequestPrincipal.Root
                                            && named == PrincipalMatch.ACCOUNT);
                };
        return spared ? PrincipalMatch.NONE : PrincipalMatch.EVERYONE;
    }

    /** The most precise of the names that fit. */
    private PrincipalMatch named(RequestPrincipal caller) {
        return switch (caller) {
            case RequestPrincipal.Root(AccountId account) -> otherwise(account);
            case RequestPrincipal.User(AccountId account, String arn, String id) ->
                    aws.contains(arn) || aws.contains(id)
                            ? PrincipalMatch.EXACT
                            : otherwise(account);
            case RequestPrincipal.RoleSession session -> {
                if (aws.contains(session.arn())
                        || aws.contains(session.roleId() + ":" + session.session())) {
                    yield PrincipalMatch.EXACT;
                }
                yield aws.contains(session.roleArn()) || aws.contains(session.roleId())
                        ? PrincipalMatch.ROLE
                        : otherwise(session.account());
            }
            case RequestPrincipal.FederatedUser user -> {
                if (aws.contains(user.arn())) {
                    yield PrincipalMatch.EXACT;
                }
                yield aws.contains(user.userArn()) || aws.contains(user.userId())
                        ? PrincipalMatch.ROLE
                        : otherwise(user.account());
            }
            case RequestPrincipal.Service(String name) -> exactlyOrAsAnyone(services, name);
            case RequestPrincipal.WebIdentity(String arn) -> exactlyOrAsAnyone(federated, arn);
            case RequestPrincipal.Anonymous _ ->
                    everyone ? PrincipalMatch.EVERYONE : PrincipalMatch.NONE;
        };
    }

    private PrincipalMatch exactlyOrAsAnyone(Set<String> names, String name) {
        if (names.contains(name)) {
            return PrincipalMatch.EXACT;
        }
        return everyone ? PrincipalMatch.EVERYONE : PrincipalMatch.NONE;
    }

    /** {@code *} grants more than the account's name does. */
    private PrincipalMatch otherwise(AccountId account) {
        if (everyone) {
            return PrincipalMatch.EVERYONE;
        }
        return accounts.contains(account.value()) ? PrincipalMatch.ACCOUNT : PrincipalMatch.NONE;
    }
}
