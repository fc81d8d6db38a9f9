package dev.berth.api.awsquery;

import dev.berth.access.Ask;
import dev.berth.access.Caller;
import dev.berth.aws.Arn;
import dev.berth.events.Actor;
import java.util.List;

/**
 * One call of an operation.
 *
 * @param actor the caller, for the events of what the operation changes
 * @param allowed what was asked and allowed; nothing before that
 */
public record QueryCall(QueryParameters parameters, Caller caller, Actor actor, List<Ask> allowed) {
    public QueryCall {
        allowed = List.copyOf(allowed);
    }

    public QueryCall(QueryParameters parameters, Caller caller, Actor actor) {
        this(parameters, caller, actor, List.of());
    }

    /** The same call, which may do what these ask for. */
    QueryCall allowed(List<Ask> asks) {
        return new QueryCall(parameters, caller, actor, asks);
    }

    /** Whether something was allowed on this resource. */
    public boolean isAbout(Arn resource) {
        return allowed.stream().anyMatch(ask -> resource.equals(ask.arn()));
    }

    /** The same call, made by someone else than its signature says. */
    QueryCall by(Caller other) {
        return other.equals(caller)
                ? this
                : new QueryCall(
                        parameters, other, new Actor(other.principal().name(), actor.requestId()));
    }
}
