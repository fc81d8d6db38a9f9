package dev.berth.identity;

import dev.berth.access.PolicyPrincipals;
import dev.berth.aws.Arn;
import dev.berth.policy.MalformedPolicyException;
import dev.berth.policy.PolicyKind;
import dev.berth.policy.PolicyParser;
import dev.berth.problem.IdentityFault;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What becomes of roles, always within a change. Reading is {@link AccountSnapshot}'s. */
public final class Roles {
    public static final Duration SHORTEST_SESSION = Duration.ofHours(1);
    public static final Duration LONGEST_SESSION = Duration.ofHours(12);

    private static final int MAX_NAME = 64;
    private static final int MAX_DESCRIPTION = 1_000;
    private static final int MAX_TRUST = 2_048;

    private final UniqueIds ids;
    private final HeldPolicies held;
    private final PolicyPrincipals principals;
    private final IdentityQuotas quotas;
    private final RoleStore store = new RoleStore();

    public Roles(
            UniqueIds ids, HeldPolicies held, PolicyPrincipals principals, IdentityQuotas quotas) {
        this.ids = ids;
        this.held = held;
        this.principals = principals;
        this.quotas = quotas;
    }

    public Role create(Change change, NewRole wanted) {
        IdentityNames.require(wanted.name(), "roleName", MAX_NAME);
        IdentityNames.requirePath(wanted.path());
        requireDescription(wanted.description());
        requireSession(wanted.maxSession());
        String trust = kept(wanted.trustPolicy());
        if (find(change, wanted.name()).isPresent()) {
            throw Refusal.alreadyExists(
                    "Role with name %s already exists.".formatted(wanted.name()));
        }
        if (store.count(change.sql(), change.account()) >= quotas.roles()) {
            throw Refusal.quota("RolesPerAccount", quotas.roles());
        }
        Arn boundary = wanted.boundary();
        var role =
                new Role(
                        change.account(),
                        ids.role(),
                        wanted.path(),
                        wanted.name(),
                        wanted.description(),
                        trust,
                        wanted.maxSession(),
                        change.now(),
                        boundary == null ? null : boundary.toString(),
                        change.declares(),
                        Tag.held(wanted.tags()));
        store.insert(change.sql(), role);
        change.note("identity.role-created", role.arn(), Map.of("roleId", role.id()));
        if (boundary != null) {
            held.setBoundary(change, role.owner(), boundary);
        }
        held.tag(change, role.owner(), wanted.tags());
        return role;
    }

    /**
     * Changes what is not null.
     *
     * @return the role as it is now, without what it holds
     */
    public Role update(
            Change change,
            String name,
            @Nullable String description,
            @Nullable Duration maxSession) {
        Role role = changeable(change, name);
        requireDescription(description);
        Duration longest = maxSession == null ? role.maxSession() : maxSession;
        requireSession(longest);
        store.update(
                change.sql(),
                role.id(),
                description == null ? role.description() : description,
                longest);
        change.note("identity.role-updated", role.arn(), Map.of("roleId", role.id()));
        return require(change, name);
    }

    /** Gives it another trust policy, whose principals are named by their ARNs. */
    public void trust(Change change, String name, String trustPolicy) {
        Role role = changeable(change, name);
        store.setTrust(change.sql(), role.id(), kept(trustPolicy));
        change.note("identity.role-trust-updated", role.arn(), Map.of("roleId", role.id()));
    }

    /** Whether its trust policy is this one, as its author writes it. */
    boolean isTrusting(Role role, String trustPolicy) {
        try {
            return role.trustPolicy()
                    .equals(principals.kept(PolicyParser.parse(trustPolicy, PolicyKind.TRUST)));
        } catch (MalformedPolicyException _) {
            return false; // it names who is not there yet
        }
    }

    /** Another path and way to write the name, which the API gives no role; its id stays. */
    void move(Change change, Role role, String name, String path) {
        store.move(change.sql(), role.id(), name, path);
        change.note(
                "identity.role-moved",
                Role.arn(change.account(), path, name),
                Map.of("roleId", role.id(), "before", role.arn().toString()));
    }

    /** Only one that holds nothing but tags. */
    public void delete(Change change, String name) {
        Role role = changeable(change, name);
        held.release(change, role.owner());
        store.delete(change.sql(), role.id());
        change.note("identity.role-deleted", role.arn(), Map.of("roleId", role.id()));
    }

    /** Whether the file of identities declares the role, from now on. */
    public void setDeclared(Change change, Role role, boolean declared) {
        store.setDeclared(change.sql(), role.id(), declared);
    }

    /** The trust policy as its author would write it now: who is gone stands there by id. */
    public String shownTrust(Role role) {
        return principals.shown(role.trustPolicy());
    }

    /** Without what the role holds. */
    public Role require(Change change, String name) {
        return find(change, name).orElseThrow(() -> unknown(name));
    }

    /** The same, when whoever makes this change may change the role. */
    public Role changeable(Change change, String name) {
        Role role = require(change, name);
        change.requireChangeable(role.declared(), role.owner());
        return role;
    }

    public Optional<Role> find(Change change, String name) {
        return store.find(change.sql(), change.account(), name);
    }

    static RuntimeException unknown(String name) {
        return Refusal.noSuchEntity("The role with name %s cannot be found.".formatted(name));
    }

    private String kept(String trustPolicy) {
        if (HeldPolicies.size(trustPolicy) > MAX_TRUST) {
            throw Refusal.quota("ACLSizePerRole", MAX_TRUST);
        }
        try {
            return principals.kept(PolicyParser.parse(trustPolicy, PolicyKind.TRUST));
        } catch (MalformedPolicyException e) {
            throw Refusal.of(
                    IdentityFault.MALFORMED_POLICY_DOCUMENT, String.valueOf(e.getMessage()));
        }
    }

    private static void requireDescription(@Nullable String description) {
        if (description != null) {
            IdentityNames.requireAtMost(description, "description", MAX_DESCRIPTION);
        }
    }

    private static void requireSession(Duration maxSession) {
        requireSession(maxSession.compareTo(SHORTEST_SESSION) >= 0, maxSession, "greater", 1);
        requireSession(maxSession.compareTo(LONGEST_SESSION) <= 0, maxSession, "less", 12);
    }

    private static void requireSession(
            boolean holds, Duration maxSession, String order, int hours) {
        if (!holds) {
            throw Refusal.invalid(
                    "1 validation error detected: Value '%d' at 'maxSessionDuration' failed to satisfy constraint: Member must have value %s than or equal to %d"
                            .formatted(maxSession.toSeconds(), order, hours * 3600));
        }
    }
}
