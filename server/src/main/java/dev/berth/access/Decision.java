package dev.berth.access;

/** The answer to a list of asks, with its reason. */
public sealed interface Decision {
    String reason();

    record Allowed(String reason) implements Decision {}

    /** {@code reason} is the whole text that the caller is shown. */
    record Denied(String reason) implements Decision {}
}
