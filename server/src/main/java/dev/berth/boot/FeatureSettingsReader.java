package dev.berth.boot;

import dev.berth.collect.CollectionConfig;
import dev.berth.config.DataSize;
import dev.berth.config.SettingsReader;
import dev.berth.image.ImagesConfig;
import dev.berth.layer.Mounts;
import dev.berth.repository.Quotas;
import java.time.Duration;

/** Reads the settings of what berth does, whichever door asks for it. */
final class FeatureSettingsReader {
    private final SettingsReader settings;

    FeatureSettingsReader(SettingsReader settings) {
        this.settings = settings;
    }

    FeatureSettings read() {
        var defaults = FeatureSettings.with(Quotas.ofEcr());
        return new FeatureSettings(
                new QuotasReader(settings).read(),
                settings.duration(
                        "uploads.expire-after",
                        defaults.uploadsExpireAfter(),
                        Duration.ofSeconds(1)),
                Math.toIntExact(
                        settings.size(
                                        "blobs.in-database-up-to",
                                        new DataSize(defaults.smallBlobs()),
                                        new DataSize(0),
                                        new DataSize(64L << 10))
                                .bytes()),
                settings.duration("events.keep", defaults.eventsKeptFor(), Duration.ofMinutes(1)),
                settings.choice("mounts", defaults.mounts(), Mounts.Rule.values()),
                collection(defaults.collection()),
                images(defaults.images()));
    }

    private ImagesConfig images(ImagesConfig defaults) {
        return new ImagesConfig(
                settings.duration(
                        "pull-times.every", defaults.pullTimesEvery(), Duration.ofMillis(100)),
                settings.duration("archive.activation", defaults.activation(), Duration.ZERO));
    }

    private CollectionConfig collection(CollectionConfig defaults) {
        return new CollectionConfig(
                settings.duration("gc.every", defaults.every(), Duration.ofSeconds(1)),
                settings.duration("gc.grace", defaults.grace(), Duration.ofSeconds(1)),
                settings.duration("gc.delay", defaults.delay(), Duration.ofSeconds(1)));
    }
}
