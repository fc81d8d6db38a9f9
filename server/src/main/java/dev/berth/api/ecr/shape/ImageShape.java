package dev.berth.api.ecr.shape;

import dev.berth.aws.Registry;
import dev.berth.oci.RepositoryName;

/** An image with its manifest. */
public record ImageShape(
        String registryId,
        String repositoryName,
        ImageIdShape imageId,
        String imageManifest,
        String imageManifestMediaType) {

    public static ImageShape of(
            Registry registry,
            RepositoryName name,
            ImageIdShape id,
            String manifest,
            String mediaType) {
        return new ImageShape(registry.account().value(), name.value(), id, manifest, mediaType);
    }
}
