package dev.berth.events;

/**
 * Who made a change, for the events that tell of it.
 *
 * @param principal the ARN of the principal, or the name of a background job
 * @param requestId the id that the answer to the request carries
 */
public record Actor(String principal, String requestId) {}
