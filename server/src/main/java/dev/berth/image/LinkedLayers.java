package dev.berth.image;

import dev.berth.db.Tx;
import dev.berth.layer.Layer;
import dev.berth.oci.Digest;
import java.util.Collection;
import java.util.Map;

/** Port: which of these blobs the repository links. */
@FunctionalInterface
public interface LinkedLayers {
    Map<Digest, Layer> linked(Tx tx, long repositoryId, Collection<Digest> digests);
}
