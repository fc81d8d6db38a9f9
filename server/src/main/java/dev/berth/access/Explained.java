package dev.berth.access;

import dev.berth.policy.Explanation;
import dev.berth.policy.Match;
import dev.berth.policy.NamedPolicy;
import dev.berth.policy.PolicySet;
import dev.berth.policy.Ruling;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A decision with all that led to it.
 *
 * @param decisive the statement that allows or denies; null where none does
 * @param policies every policy that was looked at, the caller's own first
 * @param matched every statement of these that matched, allowing or denying
 * @param missingKeys condition keys that statements asked for and the request does not have
 */
public record Explained(
        Decision decision,
        @Nullable Match decisive,
        List<NamedPolicy> policies,
        List<Match> matched,
        List<String> missingKeys) {
    public Explained {
        policies = List.copyOf(policies);
        matched = List.copyOf(matched);
        missingKeys = List.copyOf(missingKeys);
    }

    static Explained of(Decision decision, PolicySet policies, Explanation explanation) {
        List<NamedPolicy> all = new ArrayList<>(policies.identity());
        if (policies.boundary() != null) {
            all.add(policies.boundary());
        }
        all.addAll(policies.session());
        all.addAll(policies.resource());
        Match decisive =
                switch (explanation.ruling()) {
                    case Ruling.Allowed allowed -> allowed.match();
                    case Ruling.ExplicitDeny deny -> deny.match();
                    case Ruling.ImplicitDeny _ -> null;
                };
        return new Explained(
                decision, decisive, all, explanation.matched(), explanation.missingKeys());
    }

    /** Decided before any policy was looked at. */
    static Explained early(Decision decision) {
        return new Explained(decision, null, List.of(), List.of(), List.of());
    }

    public boolean isAllowed() {
        return decision instanceof Decision.Allowed;
    }
}
