package dev.berth.identity;

import dev.berth.aws.AccountId;
import dev.berth.aws.Arn;
import dev.berth.policy.PolicyKind;
import dev.berth.problem.IdentityFault;
import java.util.List;
import java.util.Map;

/**
 * What owners of all kinds hold: inline policies, attached policies, a boundary, tags. Part of a
 * change in whose course the owner was found, and found to be changeable.
 */
public final class HeldPolicies {
    private static final int MAX_TAGS = 50;

    private final AwsManagedPolicies ofAws;
    private final int maxAttached;
    private final HeldPolicyStore policies = new HeldPolicyStore();
    private final TagStore tags = new TagStore();

    public HeldPolicies(AwsManagedPolicies ofAws, IdentityQuotas quotas) {
        this.ofAws = ofAws;
        this.maxAttached = quotas.attachedPolicies();
    }

    public void putInline(Change change, Owner owner, String name, String document) {
        IdentityNames.requirePolicyName(name);
        PolicyTexts.check(document, PolicyKind.IDENTITY);
        Map<String, String> all = policies.inline(change.sql(), change.account(), owner.id());
        all.put(name, document);
        long size = all.values().stream().mapToLong(HeldPolicies::size).sum();
        int limit = owner.kind().maxInlineSize();
        if (size > limit) {
            throw Refusal.of(
                    IdentityFault.LIMIT_EXCEEDED,
                    "Maximum policy size of %d bytes exceeded for %s %s"
                            .formatted(limit, owner.kind().word(), owner.name()));
        }
        policies.putInline(change.sql(), change.account(), owner.id(), name, document);
        note(change, owner, "policy-put", Map.of("policyName", name));
    }

    public void deleteInline(Change change, Owner owner, String name) {
        if (!policies.deleteInline(change.sql(), change.account(), owner.id(), name)) {
            throw noInline(owner.kind(), name);
        }
        note(change, owner, "policy-deleted", Map.of("policyName", name));
    }

    /** That there is no such inline policy. */
    public static RuntimeException noInline(OwnerKind kind, String name) {
        return Refusal.noSuchEntity(
                "The %s policy with name %s cannot be found.".formatted(kind.word(), name));
    }

    /** Attaching what is attached changes nothing. */
    public void attach(Change change, Owner owner, Arn policy) {
        requireAttachable(change, policy);
        List<String> attached = policies.attached(change.sql(), change.account(), owner.id());
        if (attached.contains(policy.toString())) {
            return;
        }
        if (attached.size() >= maxAttached) {
            throw Refusal.quota(owner.kind().quota(), maxAttached);
        }
        policies.attach(change.sql(), change.account(), owner.id(), policy.toString());
        note(change, owner, "policy-attached", Map.of("policyArn", policy.toString()));
    }

    public void detach(Change change, Owner owner, Arn policy) {
        if (!policies.detach(change.sql(), change.account(), owner.id(), policy.toString())) {
            throw Refusal.noSuchEntity("Policy %s was not found.".formatted(policy));
        }
        note(change, owner, "policy-detached", Map.of("policyArn", policy.toString()));
    }

    /** From everyone who holds it. */
    void detachAll(Change change, Arn policy) {
        policies.holders(change.sql(), change.account(), policy.toString())
                .forEach(owner -> detach(change, owner, policy));
    }

    void requireNoBoundary(Change change, Arn policy) {
        List<String> bounded =
                policies.bounded(change.sql(), change.account(), policy.toString()).stream()
                        .map(owner -> owner.kind().word() + " " + owner.name())
                        .toList();
        if (!bounded.isEmpty()) {
            throw Refusal.conflict(
                    "The policy %s is the permissions boundary of %s; give them another boundary first."
                            .formatted(policy, String.join(", ", bounded)));
        }
    }

    /** Only users and roles have one. */
    public void setBoundary(Change change, Owner owner, Arn policy) {
        requireAttachable(change, policy);
        switch (owner.kind()) {
            case USER -> policies.setBoundaryOfUser(change.sql(), owner.id(), policy.toString());
            case ROLE -> policies.setBoundaryOfRole(change.sql(), owner.id(), policy.toString());
            case GROUP, POLICY, OIDC_PROVIDER -> throw noBoundary(owner);
        }
        note(change, owner, "boundary-put", Map.of("policyArn", policy.toString()));
    }

    public void deleteBoundary(Change change, Owner owner) {
        switch (owner.kind()) {
            case USER -> policies.setBoundaryOfUser(change.sql(), owner.id(), null);
            case ROLE -> policies.setBoundaryOfRole(change.sql(), owner.id(), null);
            case GROUP, POLICY, OIDC_PROVIDER -> throw noBoundary(owner);
        }
        note(change, owner, "boundary-deleted", Map.of());
    }

    private static RuntimeException noBoundary(Owner owner) {
        return new IllegalArgumentException("has no boundary: " + owner.arn());
    }

    public void tag(Change change, Owner owner, List<Tag> added) {
        if (added.isEmpty()) {
            return;
        }
        IdentityTags.check(added);
        added.forEach(tag -> tags.put(change.sql(), change.account(), owner.id(), tag));
        if (tags.count(change.sql(), change.account(), owner.id()) > MAX_TAGS) {
            throw Refusal.of(
                    IdentityFault.LIMIT_EXCEEDED,
                    "The number of tags has reached the maximum limit.");
        }
        note(change, owner, "tagged", Map.of("tagKeys", added.stream().map(Tag::key).toList()));
    }

    public void untag(Change change, Owner owner, List<String> keys) {
        keys.forEach(key -> tags.remove(change.sql(), change.account(), owner.id(), key));
        note(change, owner, "untagged", Map.of("tagKeys", keys));
    }

    /** Before an owner goes: it must hold no policies, and its tags go with it. */
    public void release(Change change, Owner owner) {
        if (!policies.attached(change.sql(), change.account(), owner.id()).isEmpty()) {
            throw Refusal.conflict("Cannot delete entity, must detach all policies first.");
        }
        if (!policies.inline(change.sql(), change.account(), owner.id()).isEmpty()) {
            throw Refusal.conflict("Cannot delete entity, must delete policies first.");
        }
        tags.removeAll(change.sql(), change.account(), owner.id());
    }

    private void requireAttachable(Change change, Arn policy) {
        if (!isAttachable(change, policy)) {
            throw Refusal.noSuchEntity(
                    "Policy %s does not exist or is not attachable.".formatted(policy));
        }
    }

    private boolean isAttachable(Change change, Arn policy) {
        AccountId account = change.account();
        if (ofAws.find(policy).isPresent()) {
            return true;
        }
        String resource = policy.resource();
        int slash = resource.indexOf('/');
        int name = resource.lastIndexOf('/') + 1;
        return slash > 0
                && resource.startsWith("policy/")
                && policy.equals(Arn.iam(account, resource))
                && policies.hasPolicy(
                        change.sql(),
                        account,
                        resource.substring(slash, name),
                        resource.substring(name));
    }

    private static void note(Change change, Owner owner, String what, Map<String, Object> detail) {
        change.note("identity." + owner.kind().word() + "-" + what, owner.arn(), detail);
    }

    /** White space does not count. */
    static long size(String document) {
        return document.chars().filter(c -> !Character.isWhitespace(c)).count();
    }
}
