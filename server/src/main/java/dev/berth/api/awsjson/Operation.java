package dev.berth.api.awsjson;

import dev.berth.access.Action;

/**
 * One operation. It translates and decides nothing: rules live in the features.
 *
 * @param <Q> its input, a record of wire members
 * @param <R> its output, the same
 */
public interface Operation<Q, R> {
    /** Enough for every input that carries no content. */
    int SMALL_INPUT = 1 << 20;

    /** The action of the same name. */
    Action action();

    Class<Q> requestType();

    /** Checks every member of the input and says what is to be done; changes and reads nothing. */
    Plan<R> plan(Q request, Call call);

    /** The longest body in bytes. */
    default int inputLimit() {
        return SMALL_INPUT;
    }

    /** The operation as the protocol names it. */
    default String name() {
        String action = action().iamName();
        return action.substring(action.indexOf(':') + 1);
    }
}
