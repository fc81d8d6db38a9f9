package dev.berth.http.engine;

import io.netty.channel.Channel;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The one deadline that a connection has at a time. Setting it is cheap, since it moves with each
 * request: the timer is left to fire and only then looks where the deadline is now.
 */
final class Deadline {
    private final Channel channel;
    private final Runnable expired;
    private @Nullable ScheduledFuture<?> timer;
    private long timerAt;
    private long at;
    private boolean set;

    Deadline(Channel channel, Runnable expired) {
        this.channel = channel;
        this.expired = expired;
    }

    void set(Duration fromNow) {
        long delay = fromNow.toNanos();
        at = System.nanoTime() + delay;
        set = true;
        if (timer != null && timerAt - at > 0) {
            timer.cancel(false);
            timer = null;
        }
        if (timer == null) {
            start(delay);
        }
    }

    void clear() {
        set = false;
    }

    /** For good: the connection is gone. */
    void stop() {
        set = false;
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    private void start(long delay) {
        timerAt = at;
        timer = channel.eventLoop().schedule(this::fired, delay, TimeUnit.NANOSECONDS);
    }

    private void fired() {
        timer = null;
        if (!set) {
            return;
        }
        long left = at - System.nanoTime();
        if (left > 0) {
            start(left);
        } else {
            set = false;
            expired.run();
        }
    }
}
