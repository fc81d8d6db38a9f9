package dev.berth.collect;

import dev.berth.layer.Swept;
import dev.berth.telemetry.Metric;
import dev.berth.telemetry.Metrics;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/** Counts what collections did. */
public final class CollectionMetrics implements CollectionListener {
    private final InstantSource clock;
    private final Metrics.Count blobs;
    private final Metrics.Count bytes;
    private final Metrics.Count links;
    private final Metrics.Count orphans;
    private final Metrics.Count orphanBytes;
    private final Metrics.Times durations;
    private final AtomicLong lastRun = new AtomicLong();
    private final AtomicLong linksCondemned = new AtomicLong();
    private final AtomicLong blobsCondemned = new AtomicLong();

    public CollectionMetrics(Metrics metrics, InstantSource clock) {
        this.clock = clock;
        blobs = metrics.count(Metric.GC_BLOBS_SWEPT);
        bytes = metrics.count(Metric.GC_BYTES_SWEPT);
        links = metrics.count(Metric.GC_LINKS_ENDED);
        orphans = metrics.count(Metric.GC_ORPHANS_SWEPT);
        orphanBytes = metrics.count(Metric.GC_ORPHAN_BYTES_SWEPT);
        durations = metrics.times(Metric.GC_DURATION);
        metrics.value(Metric.GC_LAST_RUN, lastRun::get);
        metrics.value(Metric.GC_LINKS_CONDEMNED, linksCondemned::get);
        metrics.value(Metric.GC_BLOBS_CONDEMNED, blobsCondemned::get);
    }

    @Override
    public void collected(
            Collected collected, long linksCondemned, long blobsCondemned, Duration took) {
        blobs.add(collected.blobs().blobs());
        bytes.add(collected.blobs().bytes());
        links.add(collected.linksEnded());
        durations.add(took);
        lastRun.set(clock.instant().getEpochSecond());
        this.linksCondemned.set(linksCondemned);
        this.blobsCondemned.set(blobsCondemned);
    }

    @Override
    public void orphansCollected(Swept swept) {
        orphans.add(swept.blobs());
        orphanBytes.add(swept.bytes());
    }
}
