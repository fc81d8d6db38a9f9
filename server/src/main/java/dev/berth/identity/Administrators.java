package dev.berth.identity;

import dev.berth.access.Action;
import dev.berth.access.Ask;
import dev.berth.access.Authorizer;
import dev.berth.access.Caller;
import dev.berth.access.Decision;
import dev.berth.access.Principal;
import dev.berth.access.TokenScope;
import dev.berth.aws.AccountId;
import dev.berth.aws.Arn;
import dev.berth.aws.Region;
import dev.berth.aws.Registry;
import dev.berth.policy.ConditionKeys;
import dev.berth.policy.Effect;
import dev.berth.policy.PolicyKind;
import dev.berth.policy.PolicyParser;
import java.net.InetAddress;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Finds who could manage an account without its root: with the rights for it, and a way in. */
public final class Administrators {
    private static final List<Ask> NEEDED =
            List.of(
                    Ask.onEverything(Action.IAM_CREATE_ACCESS_KEY),
                    Ask.onEverything(Action.IAM_ATTACH_USER_POLICY),
                    Ask.onEverything(Action.IAM_DETACH_USER_POLICY),
                    Ask.onEverything(Action.ECR_PUT_REGISTRY_POLICY));

    private static final String SESSION = "berth";

    private final Authorizer authorizer;
    private final Region region;

    public Administrators(Authorizer authorizer, Region region) {
        this.authorizer = authorizer;
        this.region = region;
    }

    /**
     * The ARN of one of them.
     *
     * @param all every account: its users may be let into this one
     */
    public Optional<Arn> find(AccountSnapshot account, Collection<AccountSnapshot> all) {
        return account.users().stream()
                .filter(user ->
                        hasKey(account, user) && isAdministrator(user.account(), user.principal()))
                .map(User::arn)
                .findFirst()
                .or(() ->
                        account.roles().stream()
                                .filter(role -> isAdministrator(role.account(), session(role)))
                                .filter(role -> isReachable(account, role, all))
                                .map(Role::arn)
                                .findFirst());
    }

    private static boolean hasKey(AccountSnapshot account, User user) {
        return account.keysOf(user).stream().anyMatch(StoredKey::active)
                && account.serviceCaller(user.id()).isEmpty();
    }

    private boolean isAdministrator(AccountId account, Principal principal) {
        return NEEDED.stream().allMatch(ask -> may(account, principal, ask));
    }

    /** By a token of an issuer that the account knows, or by a user with a key. */
    private boolean isReachable(
            AccountSnapshot account, Role role, Collection<AccountSnapshot> all) {
        return trustsIssuer(account, role)
                || all.stream()
                        .anyMatch(other ->
                                other.users().stream()
                                        .filter(user -> hasKey(other, user))
                                        .anyMatch(user ->
                                                may(
                                                        user.account(),
                                                        user.principal(),
                                                        Ask.of(
                                                                Action.STS_ASSUME_ROLE,
                                                                role.arn()))));
    }

    private static boolean trustsIssuer(AccountSnapshot account, Role role) {
        return PolicyParser.parse(role.trustPolicy(), PolicyKind.TRUST).statements().stream()
                .filter(statement -> statement.effect() == Effect.ALLOW)
                .flatMap(statement -> statement.principals().stream())
                .filter(principal -> principal.type().equals("Federated"))
                .anyMatch(principal ->
                        account.providers().stream()
                                .anyMatch(
                                        known -> known.arn().toString().equals(principal.value())));
    }

    private boolean may(AccountId account, Principal principal, Ask ask) {
        var caller =
                new Caller(
                        principal,
                        null,
                        null,
                        new Registry(account, region),
                        new TokenScope.Full(),
                        InetAddress.getLoopbackAddress(),
                        true);
        return authorizer.authorize(caller, List.of(ask), ConditionKeys.none())
                instanceof Decision.Allowed;
    }

    private static Principal session(Role role) {
        return new Principal.AssumedRole(
                role.account(), role.id(), role.path(), role.name(), SESSION);
    }
}
