package dev.berth.collect;

import dev.berth.layer.Swept;
import java.time.Duration;

/** Port: told of what collections did. */
public interface CollectionListener {
    CollectionListener NONE = new CollectionListener() {};

    /**
     * A run has ended.
     *
     * @param linksCondemned how many are condemned now, by whichever run
     */
    default void collected(
            Collected collected, long linksCondemned, long blobsCondemned, Duration took) {}

    default void orphansCollected(Swept orphans) {}
}
