package dev.berth.layer;

import dev.berth.blob.BlobKey;

/** A layer as a repository links it: also where its bytes lie. */
record Link(Layer layer, String domain) {
    BlobKey key() {
        return new BlobKey(domain, layer.digest());
    }
}
