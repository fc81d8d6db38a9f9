package dev.berth.repository;

/**
 * The limits of a registry, ECR's own by default.
 *
 * @param layerBytes the size of the largest layer, in bytes
 * @param manifestBytes the size of the largest manifest, in bytes
 */
public record Quotas(
        long repositoriesPerRegistry,
        long imagesPerRepository,
        int tagsPerImage,
        long layerBytes,
        int manifestBytes,
        int tagsPerRepository) {

    public static Quotas ofEcr() {
        return new Quotas(100_000, 100_000, 1_000, 52_000L << 20, 4 << 20, 50);
    }
}
