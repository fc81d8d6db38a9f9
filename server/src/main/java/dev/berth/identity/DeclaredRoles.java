package dev.berth.identity;

import dev.berth.identity.DeclaredSteps.Phase;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes the roles of an account so as they are declared. */
final class DeclaredRoles {
    /** Until all are there whom the declared one may name. */
    private static final String TRUSTS_NOBODY =
            """
            {"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"sts:AssumeRole"}]}\
            """;

    private final Roles roles;
    private final DeclaredSteps steps;
    private final DeclaredHeld held;

    DeclaredRoles(Roles roles, DeclaredHeld held, DeclaredSteps steps) {
        this.roles = roles;
        this.steps = steps;
        this.held = held;
    }

    void plan(AccountSnapshot account, Declared.Account wanted) {
        Set<String> names = new HashSet<>();
        for (Declared.Role role : wanted.roles()) {
            String name = role.name().name();
            names.add(IdentityNames.key(name));
            Optional<Role> now = account.role(name);
            if (now.isPresent() && !now.get().declared() && !role.name().adopt()) {
                steps.fault(role.name().at(), DeclaredSteps.taken("role", name));
            } else {
                plan(account, role, now);
            }
        }
        for (Role role : account.roles()) {
            if (role.declared() && !names.contains(IdentityNames.key(role.name()))) {
                remove(account, role);
            }
        }
    }

    private void plan(AccountSnapshot account, Declared.Role role, Optional<Role> now) {
        String name = role.name().name();
        String at = role.name().at();
        if (now.isEmpty()) {
            steps.add(Phase.MAKE, account.account(), at, change -> roles.create(change, of(role)));
        } else {
            update(account, role, now.get());
        }
        if (!now.map(before -> roles.isTrusting(before, role.trust())).orElse(false)) {
            steps.add(
                    Phase.TRUST,
                    account.account(),
                    at + ".trust-policy",
                    change -> roles.trust(change, name, role.trust()));
        }
        held.plan(
                place(account, at, name),
                now.map(Role::held).orElse(Held.NOTHING),
                now.map(Role::boundary).orElse(null),
                role.held());
    }

    private void update(AccountSnapshot account, Declared.Role wanted, Role now) {
        String at = wanted.name().at();
        if (!now.declared()) {
            steps.add(
                    Phase.LOOSEN,
                    account.account(),
                    at,
                    change -> roles.setDeclared(change, now, true));
        }
        if (!now.name().equals(wanted.name().name()) || !now.path().equals(wanted.name().path())) {
            steps.add(
                    Phase.MAKE,
                    account.account(),
                    at,
                    change -> roles.move(change, now, wanted.name().name(), wanted.name().path()));
        }
        String before = now.description() == null ? "" : now.description();
        if (!before.equals(wanted.description()) || !now.maxSession().equals(wanted.maxSession())) {
            steps.add(
                    Phase.MAKE,
                    account.account(),
                    at,
                    change ->
                            roles.update(
                                    change, now.name(), wanted.description(), wanted.maxSession()));
        }
    }

    private void remove(AccountSnapshot account, Role role) {
        String at = role.arn().toString();
        held.plan(
                place(account, at, role.name()),
                role.held(),
                role.boundary(),
                Declared.Held.NOTHING);
        steps.add(Phase.DELETE, account.account(), at, change -> roles.delete(change, role.name()));
    }

    private DeclaredHeld.Place place(AccountSnapshot account, String at, String name) {
        return new DeclaredHeld.Place(
                account.account(), at, change -> roles.require(change, name).owner());
    }

    private static NewRole of(Declared.Role role) {
        return new NewRole(
                role.name().path(),
                role.name().name(),
                description(role),
                TRUSTS_NOBODY,
                role.maxSession(),
                null,
                List.of());
    }

    private static @Nullable String description(Declared.Role role) {
        return role.description().isEmpty() ? null : role.description();
    }
}
