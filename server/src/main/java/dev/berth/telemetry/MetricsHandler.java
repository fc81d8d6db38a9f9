package dev.berth.telemetry;

import dev.berth.http.Handler;
import dev.berth.http.Headers;
import dev.berth.http.Request;
import dev.berth.http.Response;
import dev.berth.http.ResponseBody;

/** {@code GET /metrics}, for a listener of its own: whoever reaches that may read it. */
public final class MetricsHandler implements Handler {
    private static final String PATH = "/metrics";
    private static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final Metrics metrics;

    public MetricsHandler(Metrics metrics) {
        this.metrics = metrics;
    }

    @Override
    public Response handle(Request request) {
        if (!request.path().equals(PATH)) {
            return text(404, "the metrics are at " + PATH + "\n");
        }
        return switch (request.method()) {
            case "GET", "HEAD" ->
                    new Response(
                            200,
                            Headers.of("Content-Type", TYPE),
                            ResponseBody.text(metrics.text()));
            default -> text(405, "metrics can only be read\n").withHeader("Allow", "GET, HEAD");
        };
    }

    private static Response text(int status, String text) {
        return new Response(
                status,
                Headers.of("Content-Type", "text/plain; charset=utf-8"),
                ResponseBody.text(text));
    }
}
