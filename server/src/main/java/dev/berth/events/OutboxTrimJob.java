package dev.berth.events;

import dev.berth.db.Database;
import dev.berth.runtime.Clocks;
import dev.berth.work.Job;
import java.time.Duration;

/** Drops events that are older than anyone may still ask for. */
public final class OutboxTrimJob implements Job {
    /** Few enough that pushes hardly wait for a step. */
    private static final int STEP = 1_000;

    private final Database database;
    private final Clocks clocks;
    private final Duration kept;
    private final OutboxStore store = new OutboxStore();

    public OutboxTrimJob(Database database, Clocks clocks, Duration kept) {
        this.database = database;
        this.clocks = clocks;
        this.kept = kept;
    }

    @Override
    public String name() {
        return "outbox-trim";
    }

    @Override
    public Duration every() {
        return Duration.ofHours(1);
    }

    @Override
    public void run() {
        var before = clocks.business().instant().minus(kept);
        int dropped;
        do {
            dropped = database.writeRelaxed(tx -> store.deleteBefore(tx, before, STEP));
        } while (dropped == STEP);
    }
}
