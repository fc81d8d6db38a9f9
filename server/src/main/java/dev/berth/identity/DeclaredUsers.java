package dev.berth.identity;

import dev.berth.access.AccessKey;
import dev.berth.identity.DeclaredSteps.Phase;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Makes the users of an account, their groups and their keys so as they are declared. */
final class DeclaredUsers {
    private final Users users;
    private final Groups groups;
    private final AccessKeys keys;
    private final DeclaredSteps steps;
    private final DeclaredHeld held;

    DeclaredUsers(
            Users users, Groups groups, AccessKeys keys, DeclaredHeld held, DeclaredSteps steps) {
        this.users = users;
        this.groups = groups;
        this.keys = keys;
        this.steps = steps;
        this.held = held;
    }

    void plan(AccountSnapshot account, Declared.Account wanted) {
        Set<String> names = new HashSet<>();
        for (Declared.User user : wanted.users()) {
            names.add(IdentityNames.key(user.name().name()));
            Optional<User> now = account.user(user.name().name());
            if (now.isPresent() && !now.get().declared() && !user.name().adopt()) {
                steps.fault(user.name().at(), DeclaredSteps.taken("user", user.name().name()));
            } else {
                plan(account, user, now);
            }
        }
        for (User user : account.users()) {
            if (user.declared() && !names.contains(IdentityNames.key(user.name()))) {
                remove(account, user);
            }
        }
    }

    private void plan(AccountSnapshot account, Declared.User user, Optional<User> now) {
        String name = user.name().name();
        String path = user.name().path();
        String at = user.name().at();
        if (now.isEmpty()) {
            steps.add(
                    Phase.MAKE,
                    account.account(),
                    at,
                    change -> users.create(change, path, name, null, List.of()));
        } else {
            User before = now.get();
            if (!before.declared()) {
                steps.add(
                        Phase.LOOSEN,
                        account.account(),
                        at,
                        change -> users.setDeclared(change, before, true));
            }
            if (!before.name().equals(name) || !before.path().equals(path)) {
                steps.add(
                        Phase.MAKE,
                        account.account(),
                        at,
                        change -> users.update(change, before.name(), name, path));
            }
        }
        held.plan(
                place(account, at, name),
                now.map(User::held).orElse(Held.NOTHING),
                now.map(User::boundary).orElse(null),
                user.held());
        planGroups(account, at, name, now, user.groups());
        planKeys(account, user, now);
    }

    private void planGroups(
            AccountSnapshot account,
            String at,
            String name,
            Optional<User> now,
            Set<String> wanted) {
        Set<String> before =
                now.map(account::groupsOf).orElse(List.of()).stream()
                        .map(group -> IdentityNames.key(group.name()))
                        .collect(Collectors.toSet());
        Set<String> after = wanted.stream().map(IdentityNames::key).collect(Collectors.toSet());
        for (String group : before) {
            if (!after.contains(group)) {
                steps.add(
                        Phase.LOOSEN,
                        account.account(),
                        at,
                        change -> groups.removeUser(change, group, name));
            }
        }
        for (String group : after) {
            if (!before.contains(group)) {
                steps.add(
                        Phase.MAKE,
                        account.account(),
                        at,
                        change -> groups.addUser(change, group, name));
            }
        }
    }

    /** Keys of a user that are not in the file are left alone: the API made them. */
    private void planKeys(AccountSnapshot account, Declared.User user, Optional<User> now) {
        String name = user.name().name();
        Set<String> same = new HashSet<>();
        List<StoredKey> before = now.map(account::keysOf).orElse(List.of());
        for (StoredKey key : before) {
            Optional<Declared.Key> wanted =
                    user.keys().stream().filter(k -> k.id().equals(key.id())).findFirst();
            if (wanted.isPresent() && !key.declared()) {
                steps.fault(
                        wanted.get().at(),
                        "the access key '%s' was made through the API; delete it there first"
                                .formatted(wanted.get().id()));
                same.add(key.id());
            } else if (wanted.isPresent() && isSame(key, wanted.get())) {
                same.add(key.id());
            } else if (key.declared()) {
                steps.add(
                        Phase.LOOSEN,
                        account.account(),
                        wanted.map(Declared.Key::at).orElse(user.name().at()),
                        change -> keys.delete(change, users.require(change, name), key.id()));
            }
        }
        for (Declared.Key key : user.keys()) {
            if (!same.contains(key.id())) {
                steps.add(
                        Phase.MAKE,
                        account.account(),
                        key.at(),
                        change ->
                                keys.add(
                                        change,
                                        users.require(change, name),
                                        new AccessKey(key.id(), account.account(), key.secret())));
            }
        }
    }

    private boolean isSame(StoredKey stored, Declared.Key wanted) {
        return stored.active()
                && MessageDigest.isEqual(
                        keys.opened(stored).secret().getBytes(StandardCharsets.UTF_8),
                        wanted.secret().getBytes(StandardCharsets.UTF_8));
    }

    private void remove(AccountSnapshot account, User user) {
        String at = user.arn().toString();
        held.plan(
                place(account, at, user.name()),
                user.held(),
                user.boundary(),
                Declared.Held.NOTHING);
        planGroups(account, at, user.name(), Optional.of(user), Set.of());
        for (StoredKey key : account.keysOf(user)) {
            steps.add(
                    Phase.LOOSEN,
                    account.account(),
                    at,
                    change -> keys.delete(change, user, key.id()));
        }
        steps.add(Phase.DELETE, account.account(), at, change -> users.delete(change, user.name()));
    }

    private DeclaredHeld.Place place(AccountSnapshot account, String at, String name) {
        return new DeclaredHeld.Place(
                account.account(), at, change -> users.require(change, name).owner());
    }
}
