package dev.berth.collect;

import dev.berth.work.Job;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Collects garbage again and again. */
public final class CollectionJob implements Job {
    private static final Logger log = LoggerFactory.getLogger(CollectionJob.class);

    private final GarbageCollection collection;
    private final Duration every;

    public CollectionJob(GarbageCollection collection, Duration every) {
        this.collection = collection;
        this.every = every;
    }

    @Override
    public String name() {
        return "garbage-collection";
    }

    @Override
    public Duration every() {
        return every;
    }

    @Override
    public void run() throws InterruptedException {
        var collected = collection.run();
        if (collected.blobs().blobs() > 0) {
            log.atInfo()
                    .addKeyValue("links", collected.linksEnded())
                    .addKeyValue("blobs", collected.blobs().blobs())
                    .addKeyValue("bytes", collected.blobs().bytes())
                    .log("garbage collected");
        }
    }
}
