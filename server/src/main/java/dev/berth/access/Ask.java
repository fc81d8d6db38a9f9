package dev.berth.access;

import dev.berth.aws.Arn;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a request needs to be allowed.
 *
 * @param anyOf the actions of which one suffices; the first is the one that a refusal names
 * @param arn of the resource; null where the action knows none
 */
public record Ask(List<Action> anyOf, @Nullable Arn arn) {
    public Ask {
        anyOf = List.copyOf(anyOf);
        if (anyOf.isEmpty()) {
            throw new IllegalArgumentException("nothing is asked");
        }
    }

    public static Ask of(Action action, Arn resource) {
        return new Ask(List.of(action), resource);
    }

    /** On {@code *} in the caller's own account and region. */
    public static Ask onEverything(Action action) {
        return new Ask(List.of(action), null);
    }

    public static Ask either(Action first, Action second, Arn resource) {
        return new Ask(List.of(first, second), resource);
    }

    /** The ARN, or {@code *} where the action knows no resource. */
    public String resource() {
        return arn == null ? "*" : arn.toString();
    }
}
