package dev.berth.collect;

import dev.berth.layer.BlobSweep;
import dev.berth.layer.LinkEnding;
import dev.berth.layer.OrphanSweep;
import dev.berth.layer.Pace;
import dev.berth.layer.Swept;
import java.time.InstantSource;

/**
 * Collects garbage: links end, then blobs that no link is left of. Each run does what is due by the
 * clock, in small steps; one that is broken off loses nothing, and the next goes on.
 */
public final class GarbageCollection {
    private final CollectionConfig config;
    private final LinkEnding links;
    private final BlobSweep blobs;
    private final OrphanSweep orphans;
    private final InstantSource clock;
    private final Pace pace;

    /** The clock is that of real time. */
    public GarbageCollection(
            CollectionConfig config,
            LinkEnding links,
            BlobSweep blobs,
            OrphanSweep orphans,
            InstantSource clock,
            Pace pace) {
        this.config = config;
        this.links = links;
        this.blobs = blobs;
        this.orphans = orphans;
        this.clock = clock;
        this.pace = pace;
    }

    /** All but orphans. */
    public Collected run() throws InterruptedException {
        var now = clock.instant();
        var due = now.minus(config.delay());
        long condemned = links.condemn(now.minus(config.grace()), now, pace);
        long ended = links.remove(due, pace);
        long blobsCondemned = blobs.condemn(now, pace);
        return new Collected(condemned, ended, blobsCondemned, blobs.sweep(due, pace));
    }

    /** Looks at every file for bytes that no row names. */
    public Swept runOnOrphans() throws InterruptedException {
        return orphans.sweep(clock.instant().minus(config.delay()), pace);
    }
}
