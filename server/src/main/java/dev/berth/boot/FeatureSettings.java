package dev.berth.boot;

import dev.berth.collect.CollectionConfig;
import dev.berth.image.ImagesConfig;
import dev.berth.layer.Mounts;
import dev.berth.repository.Quotas;
import java.time.Duration;

/** The settings of what berth does, whichever door asks for it. */
public record FeatureSettings(
        Quotas quotas,
        Duration uploadsExpireAfter,
        Duration eventsKeptFor,
        Mounts.Rule mounts,
        CollectionConfig collection,
        ImagesConfig images) {

    /** The defaults, with these quotas. */
    public static FeatureSettings with(Quotas quotas) {
        return new FeatureSettings(
                quotas,
                Duration.ofHours(24),
                Duration.ofDays(7),
                Mounts.Rule.OCI,
                CollectionConfig.DEFAULT,
                ImagesConfig.DEFAULT);
    }

    /** The same, but for when garbage is collected. */
    public FeatureSettings collecting(CollectionConfig other) {
        return new FeatureSettings(
                quotas, uploadsExpireAfter, eventsKeptFor, mounts, other, images);
    }
}
