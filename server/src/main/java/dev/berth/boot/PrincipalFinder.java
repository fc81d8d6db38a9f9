package dev.berth.boot;

import dev.berth.access.Principal;
import dev.berth.aws.AccountId;
import dev.berth.aws.Arn;
import dev.berth.identity.AccountSnapshot;
import dev.berth.identity.Identities;
import dev.berth.identity.Role;
import dev.berth.identity.User;
import java.util.Optional;
import java.util.regex.Pattern;

/** From the ARN of a principal to who it is now. */
final class PrincipalFinder {
    /** As what a role acts whose session is not named. */
    private static final String SESSION = "explained";

    private static final Pattern SERVICE = Pattern.compile("[a-z0-9.-]+\\.amazonaws\\.com");
    private static final String ASSUMED_ROLE = "assumed-role/";

    private final Identities identities;

    PrincipalFinder(Identities identities) {
        this.identities = identities;
    }

    /**
     * Root, a user, a role, a session of a role, or a service; empty where there is no such one.
     *
     * @param name an ARN, an account's id for its root, or the name of a service
     * @param home whose caller a service is
     */
    Optional<Principal> find(String name, AccountId home) {
        Optional<AccountId> account = AccountId.tryParse(name);
        if (account.isPresent()) {
            return account.filter(identities::exists).map(Principal.Root::new);
        }
        return SERVICE.matcher(name).matches()
                ? Optional.of(new Principal.Service(home, name, null, null, null))
                : Arn.tryParse(name).flatMap(this::find);
    }

    private Optional<Principal> find(Arn arn) {
        return AccountId.tryParse(arn.account())
                .filter(identities::exists)
                .map(identities::account)
                .flatMap(account ->
                        switch (arn.service()) {
                            case "iam" -> ofIam(account, arn);
                            case "sts" -> ofSts(account, arn);
                            default -> Optional.empty();
                        });
    }

    private static Optional<Principal> ofIam(AccountSnapshot account, Arn arn) {
        if (arn.resource().equals("root")) {
            return Optional.of(new Principal.Root(account.account()));
        }
        String name = arn.resource().substring(arn.resource().lastIndexOf('/') + 1);
        Optional<Principal> user =
                account.user(name).filter(known -> known.arn().equals(arn)).map(User::principal);
        return user.or(() ->
                account.role(name)
                        .filter(known -> known.arn().equals(arn))
                        .map(known -> session(known, SESSION)));
    }

    private static Optional<Principal> ofSts(AccountSnapshot account, Arn arn) {
        String[] parts = arn.resource().split("/", -1);
        return arn.resource().startsWith(ASSUMED_ROLE) && parts.length == 3
                ? account.role(parts[1]).map(role -> session(role, parts[2]))
                : Optional.empty();
    }

    private static Principal session(Role role, String name) {
        return new Principal.AssumedRole(role.account(), role.id(), role.path(), role.name(), name);
    }
}
