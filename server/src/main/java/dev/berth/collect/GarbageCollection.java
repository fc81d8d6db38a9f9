package dev.berth.collect;

import dev.berth.layer.BlobSweep;
import dev.berth.layer.LinkEnding;
import dev.berth.layer.OrphanSweep;
import dev.berth.layer.Pace;
import dev.berth.layer.Swept;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Supplier;

/**
 * Collects garbage: links end, then blobs that no link is left of. Each run does what is due by the
 * clock, in small steps; one that is broken off loses nothing, and the next goes on.
 */
public final class GarbageCollection {
    private final CollectionConfig config;
    private final Stages stages;
    private final InstantSource clock;
    private final Supplier<Pace> paces;
    private final CollectionListener listener;

    /** What there is to do, in this order. */
    public record Stages(LinkEnding links, BlobSweep blobs, OrphanSweep orphans) {}

    /**
     * @param clock that of real time
     * @param paces one for each run
     */
    public GarbageCollection(
            CollectionConfig config,
            Stages stages,
            InstantSource clock,
            Supplier<Pace> paces,
            CollectionListener listener) {
        this.config = config;
        this.stages = stages;
        this.clock = clock;
        this.paces = paces;
        this.listener = listener;
    }

    /** All but orphans. */
    public Collected run() throws InterruptedException {
        var now = clock.instant();
        var due = now.minus(config.delay());
        var pace = paces.get();
        var links = stages.links();
        var blobs = stages.blobs();
        long condemned = links.condemn(now.minus(config.grace()), now, pace);
        long ended = links.remove(due, pace);
        long blobsCondemned = blobs.condemn(now, pace);
        var collected = new Collected(condemned, ended, blobsCondemned, blobs.sweep(due, pace));
        listener.collected(
                collected,
                links.condemned(),
                blobs.condemned(),
                Duration.between(now, clock.instant()));
        return collected;
    }

    /** Looks at every file for bytes that no row names. */
    public Swept runOnOrphans() throws InterruptedException {
        var swept = stages.orphans().sweep(clock.instant().minus(config.delay()), paces.get());
        listener.orphansCollected(swept);
        return swept;
    }
}
