package dev.berth.identity;

import dev.berth.identity.DeclaredSteps.Phase;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes the managed policies of an account so as they are declared: one version of each. As in AWS
 * one of another path or case of its name is another policy. Its description never changes there;
 * here it does, so that whoever holds the policy goes on.
 */
final class DeclaredPolicies {
    private final ManagedPolicies policies;
    private final DeclaredSteps steps;

    DeclaredPolicies(ManagedPolicies policies, DeclaredSteps steps) {
        this.policies = policies;
        this.steps = steps;
    }

    void plan(AccountSnapshot account, Declared.Account wanted) {
        Set<String> names = new HashSet<>();
        for (Declared.Policy policy : wanted.policies()) {
            String name = policy.name().name();
            names.add(IdentityNames.key(name));
            Optional<ManagedPolicy> now = account.policy(name);
            if (now.isPresent() && !now.get().declared() && !policy.name().adopt()) {
                steps.fault(policy.name().at(), DeclaredSteps.taken("policy", name));
            } else if (now.isPresent() && isSame(now.get(), policy)) {
                update(account, policy, now.get());
            } else {
                now.ifPresent(before -> remove(account, policy.name().at(), before));
                steps.add(
                        Phase.MAKE,
                        account.account(),
                        policy.name().at(),
                        change -> policies.create(change, of(policy)));
            }
        }
        for (ManagedPolicy policy : account.policies()) {
            if (policy.declared() && !names.contains(IdentityNames.key(policy.name()))) {
                remove(account, policy.arn().toString(), policy);
            }
        }
    }

    /** Whether it can become as it is declared: its ARN never changes. */
    private static boolean isSame(ManagedPolicy now, Declared.Policy wanted) {
        return now.name().equals(wanted.name().name()) && now.path().equals(wanted.name().path());
    }

    private void update(AccountSnapshot account, Declared.Policy wanted, ManagedPolicy now) {
        String at = wanted.name().at();
        if (!now.declared()) {
            steps.add(
                    Phase.LOOSEN,
                    account.account(),
                    at,
                    change -> policies.setDeclared(change, now, true));
        }
        if (!Objects.equals(now.description(), description(wanted))) {
            steps.add(
                    Phase.MAKE,
                    account.account(),
                    at,
                    change -> policies.describe(change, now, description(wanted)));
        }
        boolean another = !now.effective().document().equals(wanted.document());
        if (another || now.versions().size() > 1) {
            dropVersions(account, at, now);
        }
        if (another) {
            steps.add(
                    Phase.MAKE,
                    account.account(),
                    at,
                    change -> {
                        policies.createVersion(change, now.arn(), wanted.document(), true);
                        policies.deleteVersion(change, now.arn(), now.effective().id());
                    });
        }
    }

    private void dropVersions(AccountSnapshot account, String at, ManagedPolicy now) {
        for (ManagedPolicy.Version version : now.versions()) {
            if (version.number() != now.defaultVersion()) {
                steps.add(
                        Phase.LOOSEN,
                        account.account(),
                        at,
                        change -> policies.deleteVersion(change, now.arn(), version.id()));
            }
        }
    }

    private void remove(AccountSnapshot account, String at, ManagedPolicy policy) {
        dropVersions(account, at, policy);
        steps.add(
                Phase.DELETE,
                account.account(),
                at,
                change -> policies.remove(change, policy.arn()));
    }

    private static NewPolicy of(Declared.Policy policy) {
        return new NewPolicy(
                policy.name().path(),
                policy.name().name(),
                description(policy),
                policy.document(),
                List.of());
    }

    private static @Nullable String description(Declared.Policy policy) {
        return policy.description().isEmpty() ? null : policy.description();
    }
}
