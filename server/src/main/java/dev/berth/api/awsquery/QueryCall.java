package dev.berth.api.awsquery;

import dev.berth.access.Caller;
import dev.berth.events.Actor;

/**
 * One call of an operation.
 *
 * @param actor the caller, for the events of what the operation changes
 */
public record QueryCall(QueryParameters parameters, Caller caller, Actor actor) {

    /** The same call, made by someone else than its signature says. */
    QueryCall by(Caller other) {
        return other.equals(caller)
                ? this
                : new QueryCall(
                        parameters, other, new Actor(other.principal().name(), actor.requestId()));
    }
}
