package dev.berth.http;

/**
 * Answers requests. The engine first tries a GET, HEAD or POST without a body on a thread that may
 * not block (see {@link dev.berth.runtime.WouldBlock}); everything else runs on a virtual thread of
 * its own.
 */
@FunctionalInterface
public interface Handler {
    Response handle(Request request);
}
