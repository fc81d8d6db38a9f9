package dev.berth.access;

import dev.berth.access.ResourcePolicies.ResourceFacts;
import dev.berth.policy.ConditionKeys;
import dev.berth.problem.AccessProblem;
import dev.berth.problem.ProblemException;
import java.util.List;

/** Decides. Every route, operation and job passes here before it does anything. */
@FunctionalInterface
public interface Authorizer {

    /**
     * Allowed only when every ask is; what cannot be decided is denied.
     *
     * @param keys what the request says of itself beyond its caller
     */
    Decision authorize(Caller caller, List<Ask> asks, ConditionKeys keys);

    /** What would be decided if the resource said this instead of what it says. */
    default Decision rehearse(Caller caller, Ask ask, ConditionKeys keys, ResourceFacts instead) {
        return authorize(caller, List.of(ask), keys);
    }

    /** The same, as a refusal. */
    default void require(Caller caller, List<Ask> asks, ConditionKeys keys) {
        switch (authorize(caller, asks, keys)) {
            case Decision.Allowed _ -> {}
            case Decision.Denied denied ->
                    throw new ProblemException(new AccessProblem.AccessDenied(denied.reason()));
        }
    }
}
