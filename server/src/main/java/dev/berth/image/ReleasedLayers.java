package dev.berth.image;

import dev.berth.db.Tx;
import dev.berth.oci.Digest;
import java.util.Collection;

/** Port: told of the blobs that a manifest named which names them no more. */
@FunctionalInterface
public interface ReleasedLayers {
    void released(Tx tx, long repositoryId, Collection<Digest> digests);
}
