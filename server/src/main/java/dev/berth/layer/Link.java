package dev.berth.layer;

import dev.berth.blob.BlobKey;

/**
 * A layer as a repository links it: also where its bytes lie.
 *
 * @param inRow whether they are so few that they lie in the row of the blob
 */
record Link(Layer layer, String domain, boolean inRow) {
    BlobKey key() {
        return new BlobKey(domain, layer.digest());
    }
}
