package dev.berth.layer;

import dev.berth.db.Tx;
import dev.berth.oci.Digest;

/** Port: which blobs the manifests of a repository name. */
@FunctionalInterface
public interface LayerReferences {
    boolean isReferenced(Tx tx, long repositoryId, Digest digest);
}
