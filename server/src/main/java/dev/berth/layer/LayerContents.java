package dev.berth.layer;

import dev.berth.db.Tx;
import dev.berth.repository.RepositoryContents;

/**
 * Links and uploads, which go with their repository. The bytes stay: of blobs for whoever else
 * links them, of uploads until they are idle for long enough.
 */
public final class LayerContents implements RepositoryContents {
    private final LayerStore layers = new LayerStore();
    private final UploadStore uploads = new UploadStore();

    @Override
    public boolean holdsImages(Tx tx, long repositoryId) {
        return false;
    }

    @Override
    public void forget(Tx tx, long repositoryId) {
        uploads.deleteAll(tx, repositoryId);
        layers.unlinkAll(tx, repositoryId);
    }
}
