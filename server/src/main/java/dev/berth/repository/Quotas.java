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
        int tagsPerRepository,
        LayerParts layerParts,
        int pullTimeExclusions) {

    /**
     * The parts in which the API takes a layer.
     *
     * @param smallest the least bytes of every part but the last
     * @param advised the bytes that clients are told to send at once
     * @param most how many parts an upload may have
     */
    public record LayerParts(int smallest, int advised, int most) {}

    public static Quotas ofEcr() {
        return new Quotas(
                100_000,
                100_000,
                1_000,
                52_000L << 20,
                4 << 20,
                50,
                new LayerParts(5 << 20, 10 << 20, 4_200),
                100);
    }
}
