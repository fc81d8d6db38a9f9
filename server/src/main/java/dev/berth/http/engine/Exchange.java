package dev.berth.http.engine;

import dev.berth.http.Request;
import org.jspecify.annotations.Nullable;

/** The request in flight on a connection, and how far it has come; event loop only. */
final class Exchange {
    final Request request;
    final @Nullable IncomingBody body;
    boolean keepAlive;
    boolean arrived;
    boolean answered;
    boolean sent;

    Exchange(Request request, @Nullable IncomingBody body, boolean keepAlive) {
        this.request = request;
        this.body = body;
        this.keepAlive = keepAlive;
    }

    /**
     * Without a body a read may be answered from memory, or an upload begun there, and nothing is
     * lost if it has to rerun.
     */
    boolean mayRunOnEventLoop() {
        return body == null
                && (request.method().equals("GET")
                        || request.isHead()
                        || request.method().equals("POST"));
    }
}
