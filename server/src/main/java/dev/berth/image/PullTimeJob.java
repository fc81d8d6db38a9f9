package dev.berth.image;

import dev.berth.work.Job;
import java.time.Duration;

/** Writes the pull times that were noted since it last ran. */
public final class PullTimeJob implements Job {
    private final PullTimes pullTimes;
    private final Duration every;

    public PullTimeJob(PullTimes pullTimes, Duration every) {
        this.pullTimes = pullTimes;
        this.every = every;
    }

    @Override
    public String name() {
        return "pull-times";
    }

    @Override
    public Duration every() {
        return every;
    }

    @Override
    public void run() {
        pullTimes.flush();
    }
}
