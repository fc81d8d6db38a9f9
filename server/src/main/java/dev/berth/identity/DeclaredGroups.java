package dev.berth.identity;

import dev.berth.identity.DeclaredSteps.Phase;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Makes the groups of an account so as they are declared. Who is in them is said of users. */
final class DeclaredGroups {
    private final Groups groups;
    private final DeclaredSteps steps;
    private final DeclaredHeld held;

    DeclaredGroups(Groups groups, DeclaredHeld held, DeclaredSteps steps) {
        this.groups = groups;
        this.steps = steps;
        this.held = held;
    }

    void plan(AccountSnapshot account, Declared.Account wanted) {
        Set<String> names = new HashSet<>();
        for (Declared.Group group : wanted.groups()) {
            names.add(IdentityNames.key(group.name().name()));
            Optional<Group> now = account.group(group.name().name());
            if (now.isPresent() && !now.get().declared() && !group.name().adopt()) {
                steps.fault(group.name().at(), DeclaredSteps.taken("group", group.name().name()));
            } else {
                plan(account, group, now);
            }
        }
        for (Group group : account.groups()) {
            if (group.declared() && !names.contains(IdentityNames.key(group.name()))) {
                remove(account, group);
            }
        }
    }

    private void plan(AccountSnapshot account, Declared.Group group, Optional<Group> now) {
        String name = group.name().name();
        String path = group.name().path();
        String at = group.name().at();
        if (now.isEmpty()) {
            steps.add(
                    Phase.MAKE, account.account(), at, change -> groups.create(change, path, name));
        } else {
            Group before = now.get();
            if (!before.declared()) {
                steps.add(
                        Phase.LOOSEN,
                        account.account(),
                        at,
                        change -> groups.setDeclared(change, before, true));
            }
            if (!before.name().equals(name) || !before.path().equals(path)) {
                steps.add(
                        Phase.MAKE,
                        account.account(),
                        at,
                        change -> groups.update(change, before.name(), name, path));
            }
        }
        held.plan(
                place(account, at, name),
                now.map(Group::held).orElse(Held.NOTHING),
                null,
                group.held());
    }

    /** Members that were made through the API lose what the group gave them, and nothing else. */
    private void remove(AccountSnapshot account, Group group) {
        String at = group.arn().toString();
        held.plan(place(account, at, group.name()), group.held(), null, Declared.Held.NOTHING);
        for (User member : account.membersOf(group)) {
            steps.add(
                    Phase.LOOSEN,
                    account.account(),
                    at,
                    change -> groups.removeUser(change, group.name(), member.name()));
        }
        steps.add(
                Phase.DELETE, account.account(), at, change -> groups.delete(change, group.name()));
    }

    private DeclaredHeld.Place place(AccountSnapshot account, String at, String name) {
        return new DeclaredHeld.Place(
                account.account(), at, change -> groups.require(change, name).owner());
    }
}
