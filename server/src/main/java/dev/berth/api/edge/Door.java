package dev.berth.api.edge;

import dev.berth.http.Headers;
import dev.berth.http.Request;
import dev.berth.http.Response;
import dev.berth.http.ResponseBody;

/** One protocol's way in. It answers every problem in that protocol's words. */
@FunctionalInterface
public interface Door {

    /** {@code requestId} is what the answer, the log and the events of this request carry. */
    Response answer(Request request, String requestId);

    /** How this protocol says that the server failed: 500, the request id, and nothing more. */
    default Response failure(String requestId) {
        return new Response(
                500,
                Headers.of(
                        "Content-Type", "text/plain; charset=utf-8", "x-amzn-RequestId", requestId),
                ResponseBody.text("Internal failure, request id " + requestId + "\n"));
    }
}
