package dev.berth.image;

import dev.berth.db.Tx;
import dev.berth.layer.LayerReferences;
import dev.berth.oci.Digest;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;

/** Says which blobs the manifests of a repository name, images in any state included. */
public final class ImageLayerReferences implements LayerReferences {
    private final ImageReferenceStore references = new ImageReferenceStore();

    @Override
    public Set<Digest> referenced(Tx tx, long repositoryId, Collection<Digest> digests) {
        return digests.stream()
                .filter(digest -> references.hasBlob(tx, repositoryId, digest))
                .collect(Collectors.toSet());
    }
}
