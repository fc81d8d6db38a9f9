package dev.berth.image;

import dev.berth.db.Tx;
import dev.berth.layer.LayerReferences;
import dev.berth.oci.Digest;

/** Says which blobs the manifests of a repository name, images in any state included. */
public final class ImageLayerReferences implements LayerReferences {
    private final ImageReferenceStore references = new ImageReferenceStore();

    @Override
    public boolean isReferenced(Tx tx, long repositoryId, Digest digest) {
        return references.hasBlob(tx, repositoryId, digest);
    }
}
