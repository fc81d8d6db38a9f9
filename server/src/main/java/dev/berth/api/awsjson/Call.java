package dev.berth.api.awsjson;

import dev.berth.access.Caller;
import dev.berth.events.Actor;
import dev.berth.policy.ConditionKeys;

/**
 * All that an operation may know of a request beside its input.
 *
 * @param keys what the request says of itself, whatever the operation
 * @param endpoint scheme and host as the client sees them, without a slash at the end
 */
public record Call(Caller caller, Actor actor, String endpoint, ConditionKeys keys) {}
