package dev.berth.blob;

import dev.berth.oci.Digest;

/**
 * Where content lies: the same digest may lie once in each domain. {@link #DEFAULT_DOMAIN} is
 * shared by all registries; later there is one for each encryption key.
 */
public record BlobKey(String domain, Digest digest) {
    public static final String DEFAULT_DOMAIN = "default";

    public static BlobKey shared(Digest digest) {
        return new BlobKey(DEFAULT_DOMAIN, digest);
    }
}
