package dev.berth.identity;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What becomes of groups, always within a change. Reading is {@link AccountSnapshot}'s. */
public final class Groups {
    private static final int MAX_NAME = 128;

    private final UniqueIds ids;
    private final HeldPolicies held;
    private final Users users;
    private final IdentityQuotas quotas;
    private final GroupStore store = new GroupStore();

    public Groups(UniqueIds ids, HeldPolicies held, Users users, IdentityQuotas quotas) {
        this.ids = ids;
        this.held = held;
        this.users = users;
        this.quotas = quotas;
    }

    public Group create(Change change, String path, String name) {
        IdentityNames.require(name, "groupName", MAX_NAME);
        IdentityNames.requirePath(path);
        requireFree(change, name);
        if (store.count(change.sql(), change.account()) >= quotas.groups()) {
            throw Refusal.quota("GroupsPerAccount", quotas.groups());
        }
        var group =
                new Group(
                        change.account(),
                        ids.group(),
                        path,
                        name,
                        change.now(),
                        change.declares(),
                        Held.NOTHING,
                        List.of());
        store.insert(change.sql(), group);
        change.note("identity.group-created", group.arn(), Map.of("groupId", group.id()));
        return group;
    }

    /**
     * Gives another name or path.
     *
     * @param newName null to keep it
     * @param newPath null to keep it
     */
    public void update(
            Change change, String name, @Nullable String newName, @Nullable String newPath) {
        Group group = changeable(change, name);
        String nextName = newName == null ? group.name() : newName;
        String nextPath = newPath == null ? group.path() : newPath;
        IdentityNames.require(nextName, "newGroupName", MAX_NAME);
        IdentityNames.requirePath(nextPath);
        if (!IdentityNames.key(nextName).equals(IdentityNames.key(group.name()))) {
            requireFree(change, nextName);
        }
        store.rename(change.sql(), group.id(), nextName, nextPath);
        change.note(
                "identity.group-updated",
                Group.arn(change.account(), nextPath, nextName),
                Map.of("groupId", group.id(), "before", group.arn().toString()));
    }

    /** Only one that nobody is in, and that holds nothing. */
    public void delete(Change change, String name) {
        Group group = changeable(change, name);
        if (store.hasMembers(change.sql(), change.account(), group.id())) {
            throw Refusal.conflict("Cannot delete entity, must remove users from group first.");
        }
        held.release(change, group.owner());
        store.delete(change.sql(), group.id());
        change.note("identity.group-deleted", group.arn(), Map.of("groupId", group.id()));
    }

    /**
     * Adding a member again changes nothing. The groups of a user are declared with the user, not
     * with the groups.
     */
    public void addUser(Change change, String name, String userName) {
        Group group = require(change, name);
        User user = users.changeable(change, userName);
        List<String> groups = store.groupsOf(change.sql(), user.id());
        if (groups.contains(group.id())) {
            return;
        }
        if (groups.size() >= quotas.groupsPerUser()) {
            throw Refusal.quota("GroupsPerUser", quotas.groupsPerUser());
        }
        store.addMember(change.sql(), change.account(), group.id(), user.id());
        noteMember(change, group, user, "user-added");
    }

    /** Removing who is no member changes nothing. */
    public void removeUser(Change change, String name, String userName) {
        Group group = require(change, name);
        User user = users.changeable(change, userName);
        if (store.removeMember(change.sql(), change.account(), group.id(), user.id())) {
            noteMember(change, group, user, "user-removed");
        }
    }

    /** Whether the file of identities declares the group, from now on. */
    public void setDeclared(Change change, Group group, boolean declared) {
        store.setDeclared(change.sql(), group.id(), declared);
    }

    /** Without what the group holds, and without its members. */
    public Group require(Change change, String name) {
        return find(change, name).orElseThrow(() -> unknown(name));
    }

    /** The same, when whoever makes this change may change the group. */
    public Group changeable(Change change, String name) {
        Group group = require(change, name);
        change.requireChangeable(group.declared(), group.owner());
        return group;
    }

    public Optional<Group> find(Change change, String name) {
        return store.find(change.sql(), change.account(), name);
    }

    static RuntimeException unknown(String name) {
        return Refusal.noSuchEntity("The group with name %s cannot be found.".formatted(name));
    }

    private void requireFree(Change change, String name) {
        if (find(change, name).isPresent()) {
            throw Refusal.alreadyExists("Group with name %s already exists.".formatted(name));
        }
    }

    private static void noteMember(Change change, Group group, User user, String what) {
        change.note("identity.group-" + what, group.arn(), Map.of("user", user.arn().toString()));
    }
}
