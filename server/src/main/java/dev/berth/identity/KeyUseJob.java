package dev.berth.identity;

import dev.berth.work.Job;
import java.time.Duration;

/** Writes when access keys were last used. */
public final class KeyUseJob implements Job {
    private static final Duration PAUSE = Duration.ofSeconds(10);

    private final KeyUses uses;

    public KeyUseJob(KeyUses uses) {
        this.uses = uses;
    }

    @Override
    public String name() {
        return "access-key-uses";
    }

    @Override
    public Duration every() {
        return PAUSE;
    }

    @Override
    public void run() {
        uses.flush();
    }
}
