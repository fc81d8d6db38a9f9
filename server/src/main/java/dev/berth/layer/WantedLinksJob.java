package dev.berth.layer;

import dev.berth.work.Job;
import java.time.Duration;

/** Writes down which links clients were told of. */
public final class WantedLinksJob implements Job {
    private static final Duration EVERY = Duration.ofSeconds(10);

    private final WantedLinks wanted;

    public WantedLinksJob(WantedLinks wanted) {
        this.wanted = wanted;
    }

    @Override
    public String name() {
        return "wanted-links";
    }

    @Override
    public Duration every() {
        return EVERY;
    }

    @Override
    public void run() {
        wanted.flush();
    }
}
