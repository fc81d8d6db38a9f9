package dev.berth.token;

import dev.berth.work.Job;
import java.time.Duration;

/** Writes what was noted of tokens, and forgets those that ended. */
public final class TokenJob implements Job {
    private static final Duration PAUSE = Duration.ofSeconds(30);

    private final TokenNotes notes;

    public TokenJob(TokenNotes notes) {
        this.notes = notes;
    }

    @Override
    public String name() {
        return "tokens";
    }

    @Override
    public Duration every() {
        return PAUSE;
    }

    @Override
    public void run() {
        notes.flush();
        notes.removeEnded();
    }
}
