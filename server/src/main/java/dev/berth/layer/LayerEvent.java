package dev.berth.layer;

import dev.berth.events.Event;
import dev.berth.repository.Repository;
import java.util.Map;

/** What happens to a layer in a repository, as the outbox tells it: digest and size. */
enum LayerEvent {
    PUSHED("layer.pushed"),
    MOUNTED("layer.mounted"),
    UNLINKED("layer.unlinked");

    private static final int VERSION = 1;

    private final String type;

    LayerEvent(String type) {
        this.type = type;
    }

    Event of(Repository repository, Layer layer) {
        return new Event(
                type,
                VERSION,
                repository.registry(),
                repository.arn().toString(),
                Map.of("digest", layer.digest().toString(), "size", layer.size()));
    }
}
