package dev.berth.api.awsjson;

import dev.berth.access.Ask;
import dev.berth.policy.ConditionKeys;
import dev.berth.problem.Problem;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What an operation is going to do with a valid input.
 *
 * @param asks what must be allowed before
 * @param keys what the input says to the conditions of policies
 * @param run does it; only the door calls this, once, after all asks are allowed
 * @param errorMembers members that the answer to a problem carries beside code and message
 */
public record Plan<R>(
        List<Ask> asks,
        ConditionKeys keys,
        Supplier<R> run,
        Function<Problem, Map<String, Object>> errorMembers) {
    public Plan {
        asks = List.copyOf(asks);
        if (asks.isEmpty()) {
            throw new IllegalArgumentException("every operation asks for something");
        }
    }

    public static <R> Plan<R> of(Ask ask, Supplier<R> run) {
        return of(List.of(ask), run);
    }

    public static <R> Plan<R> of(List<Ask> asks, Supplier<R> run) {
        return new Plan<>(asks, ConditionKeys.none(), run, _ -> Map.of());
    }

    public Plan<R> withErrorMembers(Function<Problem, Map<String, Object>> members) {
        return new Plan<>(asks, keys, run, members);
    }

    public Plan<R> withKeys(ConditionKeys given) {
        return new Plan<>(asks, given, run, errorMembers);
    }
}
