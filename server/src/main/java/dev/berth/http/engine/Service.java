package dev.berth.http.engine;

import dev.berth.http.Handler;
import dev.berth.http.HttpConfig;
import dev.berth.http.Request;
import dev.berth.runtime.MemoryOnlyThread;
import dev.berth.runtime.WouldBlock;
import io.netty.buffer.ByteBufAllocator;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What all connections of a server have in common.
 *
 * @param requests gives each request that may block a thread of its own
 */
record Service(
        HttpConfig config,
        Handler handler,
        ResponseHead heads,
        BodyMemory bodyMemory,
        Executor requests,
        AtomicBoolean stopping) {
    private static final Logger LOG = LoggerFactory.getLogger(Service.class);

    /** Throws nothing but {@link WouldBlock}, and that only where it makes sense. */
    Outgoing answer(Request request, ByteBufAllocator allocator) {
        try {
            return Outgoing.of(
                    handler.handle(request), request.isHead(), request.peer().tls(), allocator);
        } catch (Throwable t) {
            if (t instanceof WouldBlock again
                    && Thread.currentThread() instanceof MemoryOnlyThread) {
                throw again;
            }
            LOG.atError()
                    .addKeyValue("method", request.method())
                    .addKeyValue("path", request.path())
                    .setCause(t)
                    .log("failed to handle a request");
            return Outgoing.refusal(500);
        }
    }
}
