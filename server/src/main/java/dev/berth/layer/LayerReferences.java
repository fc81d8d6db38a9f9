package dev.berth.layer;

import dev.berth.db.Tx;
import dev.berth.oci.Digest;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** Port: which blobs the manifests of a repository name. */
@FunctionalInterface
public interface LayerReferences {

    /** Those of the blobs, at most 1,000, that a manifest names, whatever its state. */
    Set<Digest> referenced(Tx tx, long repositoryId, Collection<Digest> digests);

    default boolean isReferenced(Tx tx, long repositoryId, Digest digest) {
        return !referenced(tx, repositoryId, List.of(digest)).isEmpty();
    }
}
