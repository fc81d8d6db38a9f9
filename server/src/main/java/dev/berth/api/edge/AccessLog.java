package dev.berth.api.edge;

import dev.berth.http.Request;
import dev.berth.http.Response;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One line for each request that was answered. The time is that until the answer was known; its
 * bytes may still be on their way.
 */
public final class AccessLog {
    private static final Logger LOG = LoggerFactory.getLogger(AccessLog.class);
    private static final ScopedValue<AtomicReference<String>> CALLER = ScopedValue.newInstance();
    private static final String NOBODY = "-";

    private AccessLog() {}

    /** A door tells who the caller is as soon as it knows. */
    public static void caller(String name) {
        if (CALLER.isBound()) {
            CALLER.get().set(name);
        }
    }

    static Response logged(Request request, String requestId, Supplier<Response> answer) {
        var caller = new AtomicReference<>(NOBODY);
        long start = System.nanoTime();
        Response response = ScopedValue.where(CALLER, caller).call(answer::get);
        LOG.atInfo()
                .addKeyValue("method", request.method())
                .addKeyValue("path", request.path())
                .addKeyValue("status", response.status())
                .addKeyValue("ms", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start))
                .addKeyValue("bytes", request.isHead() ? 0 : response.body().length())
                .addKeyValue("caller", caller.get())
                .addKeyValue("request-id", requestId)
                .log("request answered");
        return response;
    }
}
