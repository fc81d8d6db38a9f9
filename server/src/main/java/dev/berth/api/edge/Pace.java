package dev.berth.api.edge;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Whether a body comes fast enough to be worth the memory that it holds: in each ten seconds the
 * least of a slow line. A client from which nothing comes at all is the HTTP engine's business.
 */
final class Pace {
    static final Duration WINDOW = Duration.ofSeconds(10);
    static final int LEAST_RATE = 64 << 10;

    private final InstantSource clock;
    private Instant start;
    private long arrived;

    Pace(InstantSource clock) {
        this.clock = clock;
        this.start = clock.instant();
    }

    void arrived(int bytes) throws IOException {
        arrived += bytes;
        Instant now = clock.instant();
        long millis = Duration.between(start, now).toMillis();
        if (millis >= WINDOW.toMillis()) {
            if (arrived < LEAST_RATE * millis / 1000) {
                throw new IOException("the body arrives too slowly");
            }
            start = now;
            arrived = 0;
        }
    }

    /** What we wait for ourselves does not count against the client. */
    void pause(Runnable waiting) {
        Instant before = clock.instant();
        waiting.run();
        start = start.plus(Duration.between(before, clock.instant()));
    }
}
