package dev.berth.collect;

import dev.berth.work.Job;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Collects bytes that crashes left without a row. */
public final class OrphanJob implements Job {
    private static final Logger log = LoggerFactory.getLogger(OrphanJob.class);

    private final GarbageCollection collection;

    public OrphanJob(GarbageCollection collection) {
        this.collection = collection;
    }

    @Override
    public String name() {
        return "orphan-collection";
    }

    @Override
    public Duration every() {
        return Duration.ofDays(1);
    }

    @Override
    public void run() throws InterruptedException {
        var swept = collection.runOnOrphans();
        if (swept.blobs() > 0) {
            log.atInfo()
                    .addKeyValue("blobs", swept.blobs())
                    .addKeyValue("bytes", swept.bytes())
                    .log("orphaned blobs collected");
        }
    }
}
