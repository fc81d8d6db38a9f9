package dev.berth.access;

import dev.berth.problem.Problem;
import dev.berth.problem.ProblemException;
import java.util.List;

/** Decides. Every route, operation and job passes here before it does anything. */
@FunctionalInterface
public interface Authorizer {

    /** Allowed only when every ask is; what cannot be decided is denied. */
    Decision authorize(Caller caller, List<Ask> asks, AccessContext context);

    /** The same, as a refusal. */
    default void require(Caller caller, List<Ask> asks, AccessContext context) {
        switch (authorize(caller, asks, context)) {
            case Decision.Allowed _ -> {}
            case Decision.Denied denied ->
                    throw new ProblemException(new Problem.AccessDenied(denied.reason()));
        }
    }
}
