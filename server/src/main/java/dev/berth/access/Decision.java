package dev.berth.access;

import org.jspecify.annotations.Nullable;

/** The answer to a list of asks. */
public sealed interface Decision {

    record Allowed() implements Decision {}

    /**
     * Not allowed.
     *
     * @param reason the whole text that the caller is shown
     * @param cause what decided, for the resource's owner and the log; null where nothing was asked
     */
    record Denied(String reason, @Nullable DenialCause cause) implements Decision {
        public Denied(String reason) {
            this(reason, null);
        }
    }
}
