package dev.berth.boot;

import dev.berth.collect.CollectionConfig;
import dev.berth.image.ImagesConfig;
import dev.berth.layer.Mounts;
import dev.berth.repository.Quotas;
import java.time.Duration;

/**
 * The settings of what berth does, whichever door asks for it.
 *
 * @param smallBlobs how many bytes a blob may have to be kept in the database
 */
public record FeatureSettings(
        Quotas quotas,
        Duration uploadsExpireAfter,
        int smallBlobs,
        Duration eventsKeptFor,
        Mounts.Rule mounts,
        CollectionConfig collection,
        ImagesConfig images) {

    /** The defaults, with these quotas. */
    public static FeatureSettings with(Quotas quotas) {
        return new FeatureSettings(
                quotas,
                Duration.ofHours(24),
                16 << 10,
                Duration.ofDays(7),
                Mounts.Rule.OCI,
                CollectionConfig.DEFAULT,
                ImagesConfig.DEFAULT);
    }

    /** The same, but for how many bytes a blob may have to be kept in the database. */
    public FeatureSettings inDatabaseUpTo(int bytes) {
        return new FeatureSettings(
                quotas, uploadsExpireAfter, bytes, eventsKeptFor, mounts, collection, images);
    }

    /** The same, but for when garbage is collected. */
    public FeatureSettings collecting(CollectionConfig other) {
        return new FeatureSettings(
                quotas, uploadsExpireAfter, smallBlobs, eventsKeptFor, mounts, other, images);
    }
}
