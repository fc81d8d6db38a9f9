package dev.berth.access;

import dev.berth.access.ResourcePolicies.ResourceFacts;
import dev.berth.policy.ConditionKeys;
import dev.berth.problem.AccessProblem;
import dev.berth.problem.ProblemException;
import dev.berth.runtime.WouldBlock;
import java.util.List;

/**
 * Has every refusal noted, and tells which policy decided to callers of the account that owns the
 * resource. To others that would tell about the account what is none of their business.
 */
public final class ExplainingAuthorizer implements Authorizer {
    private final Authorizer decides;
    private final DenialListener denials;
    private final boolean explains;

    /** {@code explains}: whether anybody is told. */
    public ExplainingAuthorizer(Authorizer decides, DenialListener denials, boolean explains) {
        this.decides = decides;
        this.denials = denials;
        this.explains = explains;
    }

    @Override
    public Decision authorize(Caller caller, List<Ask> asks, ConditionKeys keys) {
        return decides.authorize(caller, asks, keys);
    }

    @Override
    public Decision rehearse(Caller caller, Ask ask, ConditionKeys keys, ResourceFacts instead) {
        return decides.rehearse(caller, ask, keys, instead);
    }

    @Override
    public void require(Caller caller, List<Ask> asks, ConditionKeys keys) {
        switch (decides.authorize(caller, asks, keys)) {
            case Decision.Allowed _ -> {}
            case Decision.Denied denied -> {
                WouldBlock
                        .unlessMayBlock(); // so that a request is noted once, and the loop goes on
                denials.denied(caller, denied);
                throw new ProblemException(
                        new AccessProblem.AccessDenied(
                                denied.reason(), explanation(caller, denied)));
            }
        }
    }

    private String explanation(Caller caller, Decision.Denied denied) {
        DenialCause cause = denied.cause();
        return explains && cause != null && isOfAccount(caller, cause) ? cause.text() : "";
    }

    private static boolean isOfAccount(Caller caller, DenialCause cause) {
        return switch (caller.principal()) {
            case Principal.Root root -> root.account().equals(cause.owner());
            case Principal.User user -> user.account().equals(cause.owner());
            case Principal.AssumedRole role -> role.account().equals(cause.owner());
            case Principal.FederatedUser user -> user.account().equals(cause.owner());
            case Principal.Service _,
                    Principal.WebIdentity _,
                    Principal.Anonymous _,
                    Principal.Job _ ->
                    false;
        };
    }
}
