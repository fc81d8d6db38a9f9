package dev.berth.boot;

import dev.berth.config.DataSize;
import dev.berth.config.SettingsReader;
import dev.berth.repository.Quotas;

/** Reads the limits of a registry. */
final class QuotasReader {
    /** Of the model of UploadLayerPart. */
    private static final DataSize LARGEST_PART = new DataSize(20L << 20);

    private final SettingsReader settings;

    QuotasReader(SettingsReader settings) {
        this.settings = settings;
    }

    Quotas read() {
        Quotas ecr = Quotas.ofEcr();
        return new Quotas(
                settings.number(
                        "quotas.repositories", ecr.repositoriesPerRegistry(), 0, 1_000_000_000),
                settings.number(
                        "quotas.images-per-repository",
                        ecr.imagesPerRepository(),
                        0,
                        1_000_000_000),
                Math.toIntExact(
                        settings.number("quotas.tags-per-image", ecr.tagsPerImage(), 0, 1_000_000)),
                settings.size(
                                "quotas.layer-size",
                                new DataSize(ecr.layerBytes()),
                                new DataSize(0),
                                new DataSize(1L << 50))
                        .bytes(),
                Math.toIntExact(
                        settings.size(
                                        "quotas.manifest-size",
                                        new DataSize(ecr.manifestBytes()),
                                        new DataSize(0),
                                        new DataSize(64L << 20))
                                .bytes()),
                Math.toIntExact(
                        settings.number(
                                "quotas.resource-tags", ecr.tagsPerRepository(), 0, 10_000)),
                layerParts(ecr.layerParts()),
                Math.toIntExact(
                        settings.number(
                                "quotas.pull-time-exclusions",
                                ecr.pullTimeExclusions(),
                                0,
                                10_000)));
    }

    private Quotas.LayerParts layerParts(Quotas.LayerParts ecr) {
        int smallest = partSize("quotas.layer-part-min", ecr.smallest(), 0);
        int advised = partSize("quotas.layer-part-size", ecr.advised(), 1);
        if (advised < smallest) {
            settings.fault(
                    "quotas.layer-part-size must not be below quotas.layer-part-min: parts of the advised size would be refused");
        }
        return new Quotas.LayerParts(
                smallest,
                advised,
                Math.toIntExact(settings.number("quotas.layer-parts", ecr.most(), 1, 1_000_000)));
    }

    private int partSize(String key, int byDefault, long least) {
        return Math.toIntExact(
                settings.size(key, new DataSize(byDefault), new DataSize(least), LARGEST_PART)
                        .bytes());
    }
}
