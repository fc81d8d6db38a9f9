package dev.berth.identity;

import dev.berth.aws.Arn;
import dev.berth.policy.PolicyKind;
import dev.berth.problem.IdentityFault;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of an account's managed policies, always within a change. A version never changes;
 * which of them decides, does. Reading is {@link AccountSnapshot}'s.
 */
public final class ManagedPolicies {
    static final int MAX_VERSIONS = 5;

    private static final int MAX_DESCRIPTION = 1_000;
    private static final int MAX_SIZE = 6_144;

    private final UniqueIds ids;
    private final HeldPolicies held;
    private final IdentityQuotas quotas;
    private final ManagedPolicyStore store = new ManagedPolicyStore();

    public ManagedPolicies(UniqueIds ids, HeldPolicies held, IdentityQuotas quotas) {
        this.ids = ids;
        this.held = held;
        this.quotas = quotas;
    }

    public ManagedPolicy create(Change change, NewPolicy wanted) {
        IdentityNames.requirePolicyName(wanted.name());
        IdentityNames.requirePath(wanted.path());
        if (wanted.description() != null) {
            IdentityNames.requireAtMost(wanted.description(), "description", MAX_DESCRIPTION);
        }
        requireDocument(wanted.document());
        if (store.isTaken(change.sql(), change.account(), wanted.name())) {
            throw Refusal.alreadyExists(
                    "A policy called %s already exists. Duplicate names are not allowed."
                            .formatted(wanted.name()));
        }
        if (store.count(change.sql(), change.account()) >= quotas.policies()) {
            throw Refusal.quota("PoliciesPerAccount", quotas.policies());
        }
        var first = new ManagedPolicy.Version(1, wanted.document(), change.now());
        var policy =
                new ManagedPolicy(
                        ManagedPolicy.arn(change.account(), wanted.path(), wanted.name()),
                        ids.policy(),
                        wanted.path(),
                        wanted.name(),
                        wanted.description(),
                        change.now(),
                        change.now(),
                        change.declares(),
                        first.number(),
                        List.of(first),
                        Tag.held(wanted.tags()));
        store.insert(change.sql(), change.account(), policy);
        store.insertVersion(change.sql(), policy.id(), first);
        change.note("identity.policy-created", policy.arn(), Map.of("policyId", policy.id()));
        held.tag(change, policy.owner(), wanted.tags());
        return policy;
    }

    public ManagedPolicy.Version createVersion(
            Change change, Arn arn, String document, boolean makeDefault) {
        ManagedPolicy policy = changeable(change, arn);
        requireDocument(document);
        if (policy.versions().size() >= MAX_VERSIONS) {
            throw Refusal.of(
                    IdentityFault.LIMIT_EXCEEDED,
                    "A managed policy can have up to %d versions. Before you create a new version, you must delete an existing version."
                            .formatted(MAX_VERSIONS));
        }
        long number = store.nextVersion(change.sql(), policy.id(), change.now());
        var version = new ManagedPolicy.Version(number, document, change.now());
        store.insertVersion(change.sql(), policy.id(), version);
        if (makeDefault) {
            store.setDefault(change.sql(), policy.id(), number, change.now());
        }
        note(change, policy, "version-created", version);
        return version;
    }

    public void setDefault(Change change, Arn arn, String version) {
        ManagedPolicy policy = changeable(change, arn);
        ManagedPolicy.Version found = requireVersion(policy, version);
        store.setDefault(change.sql(), policy.id(), found.number(), change.now());
        note(change, policy, "default-version-set", found);
    }

    /** Any but the default one. */
    public void deleteVersion(Change change, Arn arn, String version) {
        ManagedPolicy policy = changeable(change, arn);
        ManagedPolicy.Version found = requireVersion(policy, version);
        if (found.number() == policy.defaultVersion()) {
            throw Refusal.conflict("Cannot delete the default version of a policy.");
        }
        store.deleteVersion(change.sql(), policy.id(), found.number());
        note(change, policy, "version-deleted", found);
    }

    /** Only one that is attached to nobody, bounds nobody, and has one version. */
    public void delete(Change change, Arn arn) {
        ManagedPolicy policy = changeable(change, arn);
        if (store.isUsed(change.sql(), change.account(), arn.toString())) {
            throw Refusal.conflict("Cannot delete a policy attached to entities.");
        }
        if (policy.versions().size() > 1) {
            throw Refusal.conflict(
                    "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy.");
        }
        held.release(change, policy.owner());
        store.delete(change.sql(), policy.id());
        change.note("identity.policy-deleted", arn, Map.of("policyId", policy.id()));
    }

    /**
     * The same by the file of identities: it is detached from its holders first, or whoever
     * attaches it through the API would keep the file from removing it. It goes on while it bounds
     * anyone, who could do more without it.
     */
    void remove(Change change, Arn arn) {
        held.requireNoBoundary(change, arn);
        held.detachAll(change, arn);
        delete(change, arn);
    }

    /** Whether the file of identities declares the policy, from now on. */
    public void setDeclared(Change change, ManagedPolicy policy, boolean declared) {
        store.setDeclared(change.sql(), policy.id(), declared);
    }

    /** Only the file of identities changes the description of a policy. */
    void describe(Change change, ManagedPolicy policy, @Nullable String description) {
        store.setDescription(change.sql(), policy.id(), description, change.now());
        change.note("identity.policy-described", policy.arn(), Map.of());
    }

    /** Without its tags. */
    public ManagedPolicy require(Change change, Arn arn) {
        return find(change, arn).orElseThrow(() -> unknown(arn));
    }

    /** The same, when whoever makes this change may change the policy. */
    public ManagedPolicy changeable(Change change, Arn arn) {
        if (arn.account().equals("aws")) {
            throw Refusal.of(
                    IdentityFault.UNMODIFIABLE_ENTITY,
                    "Policy %s is managed by AWS and cannot be changed.".formatted(arn));
        }
        ManagedPolicy policy = require(change, arn);
        change.requireChangeable(policy.declared(), policy.owner());
        return policy;
    }

    public Optional<ManagedPolicy> find(Change change, Arn arn) {
        return store.find(change.sql(), change.account(), arn);
    }

    public static ManagedPolicy.Version requireVersion(ManagedPolicy policy, String version) {
        return policy.versions().stream()
                .filter(known -> known.id().equals(version))
                .findFirst()
                .orElseThrow(() ->
                        Refusal.noSuchEntity(
                                "Policy %s version %s does not exist or is not attachable."
                                        .formatted(policy.arn(), version)));
    }

    public static RuntimeException unknown(Arn arn) {
        return Refusal.noSuchEntity("Policy %s was not found.".formatted(arn));
    }

    private static void requireDocument(String document) {
        if (HeldPolicies.size(document) > MAX_SIZE) {
            throw Refusal.quota("PolicySize", MAX_SIZE);
        }
        PolicyTexts.check(document, PolicyKind.IDENTITY);
    }

    private static void note(
            Change change, ManagedPolicy policy, String what, ManagedPolicy.Version version) {
        change.note("identity.policy-" + what, policy.arn(), Map.of("versionId", version.id()));
    }
}
