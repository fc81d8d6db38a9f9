package dev.berth.policy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the policies of one source say to a request: the first deny, and the best allow. */
record Findings(@Nullable Match denied, @Nullable Match allowed, PrincipalMatch strength) {
    private static final Findings NOTHING = new Findings(null, null, PrincipalMatch.NONE);

    /** Ends at the first deny: nothing else counts then. */
    static Findings of(List<NamedPolicy> policies, AccessRequest request) {
        if (policies.isEmpty()) {
            return NOTHING;
        }
        NamedPolicy allowing = null;
        Statement allows = null;
        PrincipalMatch strength = PrincipalMatch.NONE;
        for (NamedPolicy policy : policies) {
            for (Statement statement : policy.document().about(request.action())) {
                PrincipalMatch names = statement.names(request.principal());
                boolean matters =
                        statement.effect() == Effect.DENY
                                ? names != PrincipalMatch.NONE
                                : names.compareTo(strength) > 0;
                if (!matters
                        || !statement.covers(request)
                        || !statement.conditionsHold(request.keys())) {
                    continue;
                }
                if (statement.effect() == Effect.DENY) {
                    return new Findings(match(policy, statement), null, PrincipalMatch.NONE);
                }
                allowing = policy;
                allows = statement;
                strength = names;
            }
        }
        return allowing == null || allows == null
                ? NOTHING
                : new Findings(null, match(allowing, allows), strength);
    }

    static Match match(NamedPolicy policy, Statement statement) {
        return new Match(policy, statement.index(), statement.sid());
    }
}
