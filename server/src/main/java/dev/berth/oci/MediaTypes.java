package dev.berth.oci;

/** The media types of manifests, OCI image specification and Docker's image manifest version 2. */
public final class MediaTypes {
    public static final String OCI_MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    public static final String OCI_INDEX = "application/vnd.oci.image.index.v1+json";
    public static final String OCI_CONFIG = "application/vnd.oci.image.config.v1+json";
    public static final String OCI_EMPTY = "application/vnd.oci.empty.v1+json";
    public static final String DOCKER_MANIFEST =
            "application/vnd.docker.distribution.manifest.v2+json";
    public static final String DOCKER_LIST =
            "application/vnd.docker.distribution.manifest.list.v2+json";

    private MediaTypes() {}

    public static boolean isImage(String mediaType) {
        return mediaType.equals(OCI_MANIFEST) || mediaType.equals(DOCKER_MANIFEST);
    }

    public static boolean isIndex(String mediaType) {
        return mediaType.equals(OCI_INDEX) || mediaType.equals(DOCKER_LIST);
    }

    /**
     * Layers that a manifest names by address and that need not be in the registry, OCI image
     * specification, section "Non-distributable Layers".
     */
    public static boolean isForeignLayer(String mediaType) {
        return mediaType.startsWith("application/vnd.oci.image.layer.nondistributable.v1.tar")
                || mediaType.startsWith("application/vnd.docker.image.rootfs.foreign.diff.tar");
    }
}
