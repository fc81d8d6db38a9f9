package dev.berth.api.edge;

import dev.berth.http.Handler;
import dev.berth.http.Headers;
import dev.berth.http.Request;
import dev.berth.http.Response;
import dev.berth.http.ResponseBody;
import dev.berth.runtime.IdSource;
import dev.berth.runtime.RequestId;
import dev.berth.runtime.WouldBlock;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where every request comes in: it gets its id and the door of its protocol, and whatever is no
 * answer ends here. {@link WouldBlock} alone passes: the engine then asks again on another thread.
 */
public final class FrontDoor implements Handler {
    private static final Logger LOG = LoggerFactory.getLogger(FrontDoor.class);
    private static final Headers TEXT = Headers.of("Content-Type", "text/plain; charset=utf-8");
    private static final Response HEALTHY =
            new Response(
                    200,
                    Headers.of("Content-Type", "application/json", "Cache-Control", "no-store"),
                    ResponseBody.text("{\"status\":\"ok\"}"));
    private static final Response NOT_FOUND =
            new Response(
                    404,
                    TEXT,
                    ResponseBody.text(
                            "Nothing is here. The registry is at /v2/, the API takes POST / with"
                                    + " an X-Amz-Target or a form, /health tells whether the"
                                    + " server lives.\n"));
    private static final Response ONLY_READ =
            new Response(
                    405,
                    TEXT.with("Allow", "GET, HEAD"),
                    ResponseBody.text("The health can only be read.\n"));

    private final Door v2;
    private final Door awsJson;
    private final Door awsQuery;
    private final IdSource ids;
    private final boolean accessLog;

    /** {@code accessLog}: whether every request leaves a line in the log. */
    public FrontDoor(Door v2, Door awsJson, Door awsQuery, IdSource ids, boolean accessLog) {
        this.v2 = v2;
        this.awsJson = awsJson;
        this.awsQuery = awsQuery;
        this.ids = ids;
        this.accessLog = accessLog;
    }

    @Override
    public Response handle(Request request) {
        String requestId = ids.next().toString();
        return accessLog
                ? AccessLog.logged(request, requestId, () -> answer(request, requestId))
                : answer(request, requestId);
    }

    private Response answer(Request request, String requestId) {
        Door door = door(request);
        try {
            return RequestId.during(requestId, () -> door.answer(request, requestId));
        } catch (WouldBlock e) {
            throw e;
        } catch (RuntimeException | Error e) {
            LOG.atError()
                    .addKeyValue("request-id", requestId)
                    .addKeyValue("method", request.method())
                    .addKeyValue("path", request.path())
                    .setCause(e)
                    .log("failed to answer a request");
            return door.failure(requestId);
        }
    }

    private Door door(Request request) {
        String path = request.path();
        if (path.startsWith("/v2") && (path.length() == 3 || path.charAt(3) == '/')) {
            return v2;
        }
        return switch (path) {
            case "/" -> api(request);
            case "/health", "/_berth/health" -> FrontDoor::health;
            default -> (_, _) -> NOT_FOUND;
        };
    }

    private Door api(Request request) {
        if (request.method().equals("GET") && request.query().first("Action").isPresent()) {
            return awsQuery;
        }
        if (!request.method().equals("POST")) {
            return (_, _) -> NOT_FOUND;
        }
        if (request.headers().contains("X-Amz-Target")) {
            return awsJson;
        }
        String type =
                request.headers().first("Content-Type").orElse("").toLowerCase(Locale.ROOT).strip();
        if (type.startsWith("application/x-www-form-urlencoded") || isLink(request)) {
            return awsQuery;
        }
        // Without a target too: the protocol has its own words for an unknown operation.
        return type.startsWith("application/x-amz-json") ? awsJson : (_, _) -> NOT_FOUND;
    }

    /** One that is signed in its address; its parameters stand there too, and it needs no form. */
    private static boolean isLink(Request request) {
        return request.query().first("X-Amz-Signature").isPresent();
    }

    private static Response health(Request request, String requestId) {
        return request.method().equals("GET") || request.isHead() ? HEALTHY : ONLY_READ;
    }
}
