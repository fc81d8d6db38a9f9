package dev.berth.http;

import java.io.IOException;

/**
 * The rest of a request's body will not come: the client is gone, too slow, or broke the framing.
 */
public final class IncompleteBodyException extends IOException {
    private static final long serialVersionUID = 1;

    public IncompleteBodyException(String message) {
        super(message);
    }
}
