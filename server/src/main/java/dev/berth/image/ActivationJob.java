package dev.berth.image;

import dev.berth.events.Actor;
import dev.berth.work.Job;
import java.time.Duration;

/** Ends the way of images back from the archive. */
public final class ActivationJob implements Job {
    private static final String NAME = "image-activation";
    private static final Actor ACTOR = new Actor("berth:job/" + NAME, NAME);

    private final ImageArchive archive;
    private final Duration after;

    /**
     * @param after how long the way back takes
     */
    public ActivationJob(ImageArchive archive, Duration after) {
        this.archive = archive;
        this.after = after;
    }

    @Override
    public String name() {
        return NAME;
    }

    /** Often enough that nobody waits much longer than the way back takes. */
    @Override
    public Duration every() {
        return Duration.ofSeconds(2);
    }

    @Override
    public void run() {
        archive.activate(after, ACTOR);
    }
}
