package dev.berth.access;

import dev.berth.aws.AccountId;
import dev.berth.aws.Arn;
import dev.berth.policy.ConditionKeys;
import java.util.List;
import java.util.Optional;

/**
 * Allows the root of an account everything in that account, and everyone else nothing but to ask
 * who he is. It decides from what it is given, without a query.
 */
public final class RootAuthorizer implements Authorizer {
    private static final String EVERYTHING = "*";

    @Override
    public Decision authorize(Caller caller, List<Ask> asks, ConditionKeys keys) {
        if (asks.isEmpty()) {
            return new Decision.Denied("Nothing was asked, so nothing is allowed");
        }
        for (Ask ask : asks) {
            Optional<String> obstacle = obstacle(caller, ask);
            if (obstacle.isPresent()) {
                return new Decision.Denied(denial(caller, ask, obstacle.get()));
            }
        }
        return new Decision.Allowed();
    }

    /** The kind of policy that would have to allow it; empty where nothing is in the way. */
    private static Optional<String> obstacle(Caller caller, Ask ask) {
        if (!withinScope(caller, ask)) {
            return Optional.of("session");
        }
        if (ask.anyOf().contains(Action.STS_GET_CALLER_IDENTITY)) {
            return Optional.empty();
        }
        return switch (caller.principal()) {
            case Principal.Root root -> obstacle(root.account(), ask);
            case Principal.User _,
                    Principal.AssumedRole _,
                    Principal.FederatedUser _,
                    Principal.Service _,
                    Principal.WebIdentity _,
                    Principal.Anonymous _,
                    Principal.Job _ ->
                    Optional.of("identity-based");
        };
    }

    private static Optional<String> obstacle(AccountId account, Ask ask) {
        if (ask.resource().equals(EVERYTHING)) {
            return Optional.empty();
        }
        Optional<Arn> resource = Arn.tryParse(ask.resource());
        if (resource.isEmpty()) {
            return Optional.of("identity-based");
        }
        return resource.get().account().equals(account.value())
                ? Optional.empty()
                : Optional.of("resource-based");
    }

    private static boolean withinScope(Caller caller, Ask ask) {
        return ask.anyOf().stream()
                .anyMatch(action -> caller.scope().allows(action, ask.resource()));
    }

    private static String denial(Caller caller, Ask ask, String policy) {
        String action = ask.anyOf().getFirst().iamName();
        return "User: %s is not authorized to perform: %s on resource: %s because no %s policy allows the %s action"
                .formatted(caller.principal().name(), action, ask.resource(), policy, action);
    }
}
