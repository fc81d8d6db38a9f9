package dev.berth.identity;

import dev.berth.identity.DeclaredSteps.Phase;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes users and roles stand for services as it is declared; nothing else says so. */
final class DeclaredCallers {
    private final Users users;
    private final Roles roles;
    private final DeclaredSteps steps;
    private final ServiceCallerStore store = new ServiceCallerStore();

    DeclaredCallers(Users users, Roles roles, DeclaredSteps steps) {
        this.users = users;
        this.roles = roles;
        this.steps = steps;
    }

    void plan(AccountSnapshot account, Declared.Account wanted) {
        Map<String, ServiceCaller> gone = new HashMap<>();
        account.serviceCallers().forEach(caller -> gone.put(caller.principalId(), caller));
        for (Declared.Caller caller : wanted.callers()) {
            Optional<String> id = idOf(account, caller);
            ServiceCaller before = id.map(gone::remove).orElse(null);
            if (id.isEmpty() || !of(id.get(), caller).equals(before)) {
                steps.add(
                        Phase.TRUST,
                        account.account(),
                        caller.at(),
                        change ->
                                store.put(
                                        change.sql(),
                                        change.account(),
                                        of(idOf(change, caller), caller)));
            }
        }
        for (String id : gone.keySet()) {
            steps.add(
                    Phase.LOOSEN,
                    account.account(),
                    "service-callers",
                    change -> store.remove(change.sql(), id));
        }
    }

    private static ServiceCaller of(String id, Declared.Caller caller) {
        return new ServiceCaller(
                id, caller.service(), caller.sourceArn(), text(caller.sourceAccount()));
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : Objects.toString(value);
    }

    private static Optional<String> idOf(AccountSnapshot account, Declared.Caller caller) {
        return caller.ofUser()
                ? account.user(caller.name()).map(User::id)
                : account.role(caller.name()).map(Role::id);
    }

    private String idOf(Change change, Declared.Caller caller) {
        return caller.ofUser()
                ? users.require(change, caller.name()).id()
                : roles.require(change, caller.name()).id();
    }
}
