package dev.berth.identity;

import dev.berth.aws.AccountId;
import dev.berth.aws.Arn;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** All identities of an account at one moment. Names are found in whatever case; never changes. */
public final class AccountSnapshot {
    private final AccountStore.Row account;
    private final Map<String, User> users;
    private final Map<String, Group> groups;
    private final Map<String, Role> roles;
    private final Map<String, ManagedPolicy> policies;
    private final Map<String, OidcProvider> providers;
    private final Map<String, User> usersById;
    private final Map<String, Role> rolesById;
    private final Map<String, List<Group>> groupsByMember = new HashMap<>();
    private final Map<String, StoredKey> keys;
    private final List<StoredKey> keysByAge;
    private final Map<String, ServiceCaller> serviceCallers;

    AccountSnapshot(AccountStore.Row account, Entities entities) {
        this.account = account;
        users = byName(entities.users(), User::name);
        groups = byName(entities.groups(), Group::name);
        roles = byName(entities.roles(), Role::name);
        policies = byName(entities.policies(), ManagedPolicy::name);
        providers = by(entities.providers(), OidcProvider::url);
        usersById = by(entities.users(), User::id);
        rolesById = by(entities.roles(), Role::id);
        for (Group group : groups.values()) {
            group.members()
                    .forEach(member ->
                            groupsByMember.merge(member, List.of(group), AccountSnapshot::joined));
        }
        keysByAge = List.copyOf(entities.keys());
        keys = by(entities.keys(), StoredKey::id);
        serviceCallers = by(entities.serviceCallers(), ServiceCaller::principalId);
    }

    /** What an account is made of. */
    record Entities(
            List<User> users,
            List<Group> groups,
            List<Role> roles,
            List<ManagedPolicy> policies,
            List<OidcProvider> providers,
            List<StoredKey> keys,
            List<ServiceCaller> serviceCallers) {}

    /** Of an account that is not there yet. */
    static AccountSnapshot empty(AccountId account) {
        return new AccountSnapshot(
                new AccountStore.Row(account, 0, null, false, false, false),
                new Entities(
                        List.of(), List.of(), List.of(), List.of(), List.of(), List.of(),
                        List.of()));
    }

    private static <T> Map<String, T> by(List<T> entities, Function<T, String> key) {
        var found = new TreeMap<String, T>();
        entities.forEach(entity -> found.put(key.apply(entity), entity));
        return Collections.unmodifiableMap(found);
    }

    private static <T> Map<String, T> byName(List<T> entities, Function<T, String> name) {
        return by(entities, entity -> IdentityNames.key(name.apply(entity)));
    }

    private static List<Group> joined(List<Group> some, List<Group> more) {
        var all = new ArrayList<>(some);
        all.addAll(more);
        return List.copyOf(all);
    }

    public AccountId account() {
        return account.id();
    }

    long version() {
        return account.version();
    }

    public Optional<String> alias() {
        return Optional.ofNullable(account.alias());
    }

    /** Whether the alias is that of the file of identities. */
    boolean aliasDeclared() {
        return account.aliasDeclared();
    }

    public boolean rootDisabled() {
        return account.rootDisabled();
    }

    /** Whether the file of identities says what becomes of root. */
    public boolean rootDeclared() {
        return account.rootDeclared();
    }

    /** In the order of their names, like all that follow. */
    public Collection<User> users() {
        return users.values();
    }

    public Optional<User> user(String name) {
        return Optional.ofNullable(users.get(IdentityNames.key(name)));
    }

    public Optional<User> userOf(String id) {
        return Optional.ofNullable(usersById.get(id));
    }

    public User requireUser(String name) {
        return user(name).orElseThrow(() -> Users.unknown(name));
    }

    public Collection<Group> groups() {
        return groups.values();
    }

    public Optional<Group> group(String name) {
        return Optional.ofNullable(groups.get(IdentityNames.key(name)));
    }

    public Group requireGroup(String name) {
        return group(name).orElseThrow(() -> Groups.unknown(name));
    }

    /** The groups that the user is in. */
    public List<Group> groupsOf(User user) {
        return groupsByMember.getOrDefault(user.id(), List.of());
    }

    /** In the order of their names. */
    public List<User> membersOf(Group group) {
        return users.values().stream().filter(user -> group.members().contains(user.id())).toList();
    }

    public Collection<Role> roles() {
        return roles.values();
    }

    public Optional<Role> role(String name) {
        return Optional.ofNullable(roles.get(IdentityNames.key(name)));
    }

    public Role requireRole(String name) {
        return role(name).orElseThrow(() -> Roles.unknown(name));
    }

    public Optional<Role> roleOf(String id) {
        return Optional.ofNullable(rolesById.get(id));
    }

    /** The account's own. */
    public Collection<ManagedPolicy> policies() {
        return policies.values();
    }

    /** The same by its ARN. */
    public Optional<ManagedPolicy> policy(Arn arn) {
        String resource = arn.resource();
        String name = resource.substring(resource.lastIndexOf('/') + 1);
        return Optional.ofNullable(policies.get(IdentityNames.key(name)))
                .filter(policy -> policy.arn().equals(arn));
    }

    public Optional<ManagedPolicy> policy(String name) {
        return Optional.ofNullable(policies.get(IdentityNames.key(name)));
    }

    public Collection<OidcProvider> providers() {
        return providers.values();
    }

    /** The provider of this address, which has no scheme. */
    public Optional<OidcProvider> provider(String url) {
        return Optional.ofNullable(providers.get(url));
    }

    /** The oldest first. */
    List<StoredKey> keys() {
        return keysByAge;
    }

    public Optional<StoredKey> key(String id) {
        return Optional.ofNullable(keys.get(id));
    }

    /** The keys of a user, or those of the root for null; the oldest first. */
    public List<StoredKey> keysOf(@Nullable User user) {
        String id = user == null ? null : user.id();
        return keysByAge.stream().filter(key -> Objects.equals(key.userId(), id)).toList();
    }

    public Optional<ServiceCaller> serviceCaller(String principalId) {
        return Optional.ofNullable(serviceCallers.get(principalId));
    }

    Collection<ServiceCaller> serviceCallers() {
        return serviceCallers.values();
    }

    /** Ids that are found in no other account: of keys, users and roles. */
    List<String> globalIds() {
        var ids = new ArrayList<>(keys.keySet());
        ids.addAll(usersById.keySet());
        ids.addAll(rolesById.keySet());
        return ids;
    }
}
