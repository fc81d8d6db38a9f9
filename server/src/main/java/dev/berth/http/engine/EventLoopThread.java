package dev.berth.http.engine;

import dev.berth.runtime.MemoryOnlyThread;
import io.netty.util.concurrent.FastThreadLocalThread;

/** Serves many connections, so nothing on it may wait. */
final class EventLoopThread extends FastThreadLocalThread implements MemoryOnlyThread {
    EventLoopThread(Runnable task, int number) {
        super(task, "http-" + number);
    }
}
