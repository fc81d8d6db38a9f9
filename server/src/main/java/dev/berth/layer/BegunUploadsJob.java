package dev.berth.layer;

import dev.berth.work.Job;
import java.time.Duration;

/** Gives their rows to uploads that have just begun, so that a restart finds them too. */
public final class BegunUploadsJob implements Job {
    private static final Duration EVERY = Duration.ofSeconds(1);

    private final UploadRows rows;

    public BegunUploadsJob(UploadRows rows) {
        this.rows = rows;
    }

    @Override
    public String name() {
        return "begun-uploads";
    }

    @Override
    public Duration every() {
        return EVERY;
    }

    @Override
    public void run() {
        rows.writeBegun();
    }
}
