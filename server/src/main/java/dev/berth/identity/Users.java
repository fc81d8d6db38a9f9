package dev.berth.identity;

import dev.berth.aws.Arn;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What becomes of users, always within a change. Reading is {@link AccountSnapshot}'s. */
public final class Users {
    private static final int MAX_NAME = 64;

    private final UniqueIds ids;
    private final HeldPolicies held;
    private final AccessKeys keys;
    private final IdentityQuotas quotas;
    private final UserStore store = new UserStore();
    private final GroupStore groups = new GroupStore();

    public Users(UniqueIds ids, HeldPolicies held, AccessKeys keys, IdentityQuotas quotas) {
        this.ids = ids;
        this.held = held;
        this.keys = keys;
        this.quotas = quotas;
    }

    /**
     * A new user, who may nothing yet.
     *
     * @param boundary null for none
     */
    public User create(
            Change change, String path, String name, @Nullable Arn boundary, List<Tag> tags) {
        IdentityNames.require(name, "userName", MAX_NAME);
        IdentityNames.requirePath(path);
        requireFree(change, name);
        if (store.count(change.sql(), change.account()) >= quotas.users()) {
            throw Refusal.quota("UsersPerAccount", quotas.users());
        }
        var user =
                new User(
                        change.account(),
                        ids.user(),
                        path,
                        name,
                        change.now(),
                        null,
                        change.declares(),
                        Held.NOTHING);
        store.insert(change.sql(), user);
        change.note("identity.user-created", user.arn(), Map.of("userId", user.id()));
        if (boundary != null) {
            held.setBoundary(change, user.owner(), boundary);
        }
        held.tag(change, user.owner(), tags);
        return new User(
                user.account(),
                user.id(),
                path,
                name,
                user.createdAt(),
                boundary == null ? null : boundary.toString(),
                user.declared(),
                Tag.held(tags));
    }

    /**
     * Gives another name or path; the user stays the same to every policy that names it.
     *
     * @param newName null to keep it
     * @param newPath null to keep it
     */
    public void update(
            Change change, String name, @Nullable String newName, @Nullable String newPath) {
        User user = changeable(change, name);
        String nextName = newName == null ? user.name() : newName;
        String nextPath = newPath == null ? user.path() : newPath;
        IdentityNames.require(nextName, "newUserName", MAX_NAME);
        IdentityNames.requirePath(nextPath);
        if (!IdentityNames.key(nextName).equals(IdentityNames.key(user.name()))) {
            requireFree(change, nextName);
        }
        store.rename(change.sql(), user.id(), nextName, nextPath);
        change.note(
                "identity.user-updated",
                User.arn(change.account(), nextPath, nextName),
                Map.of("userId", user.id(), "before", user.arn().toString()));
    }

    /** Only one that holds nothing but tags, and is in no group. */
    public void delete(Change change, String name) {
        User user = changeable(change, name);
        if (!groups.groupsOf(change.sql(), user.id()).isEmpty()) {
            throw Refusal.conflict("Cannot delete entity, must remove users from group first.");
        }
        keys.requireNone(change, user);
        held.release(change, user.owner());
        store.delete(change.sql(), user.id());
        change.note("identity.user-deleted", user.arn(), Map.of("userId", user.id()));
    }

    /** Whether the file of identities declares the user, from now on. */
    public void setDeclared(Change change, User user, boolean declared) {
        store.setDeclared(change.sql(), user.id(), declared);
    }

    /** Without what the user holds. */
    public User require(Change change, String name) {
        return find(change, name).orElseThrow(() -> unknown(name));
    }

    /** The same, when whoever makes this change may change the user. */
    public User changeable(Change change, String name) {
        User user = require(change, name);
        change.requireChangeable(user.declared(), user.owner());
        return user;
    }

    public Optional<User> find(Change change, String name) {
        return store.find(change.sql(), change.account(), name);
    }

    static RuntimeException unknown(String name) {
        return Refusal.noSuchEntity("The user with name %s cannot be found.".formatted(name));
    }

    private void requireFree(Change change, String name) {
        if (find(change, name).isPresent()) {
            throw Refusal.alreadyExists("User with name %s already exists.".formatted(name));
        }
    }
}
