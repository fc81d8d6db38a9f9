package dev.berth.boot;

import org.jspecify.annotations.Nullable;

/** Why a server does not start: one line for whoever started it. */
public final class CannotStart extends Exception {
    private static final long serialVersionUID = 1;

    public CannotStart(String reason) {
        this(reason, null);
    }

    public CannotStart(String reason, @Nullable Throwable cause) {
        super(reason, cause);
    }
}
