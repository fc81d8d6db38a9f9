package dev.berth.image;

import dev.berth.oci.Digest;
import java.nio.ByteBuffer;

/** A manifest as it was pushed, to the byte. */
public record StoredManifest(Digest digest, String mediaType, ByteBuffer content) {
    public StoredManifest {
        content = content.asReadOnlyBuffer();
    }
}
