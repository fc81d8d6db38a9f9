package dev.berth.image;

import dev.berth.db.Tx;
import dev.berth.repository.RepositoryContents;

/** The images of a repository, when that is deleted. */
public final class ImageContents implements RepositoryContents {
    private final ImageStore images = new ImageStore();
    private final ImageTagStore tags = new ImageTagStore();
    private final ImageReferenceStore references = new ImageReferenceStore();
    private final ImageArchiveStore archive = new ImageArchiveStore();

    @Override
    public boolean holdsImages(Tx tx, long repositoryId) {
        return images.hasAny(tx, repositoryId);
    }

    @Override
    public void forget(Tx tx, long repositoryId) {
        tags.deleteAll(tx, repositoryId);
        references.deleteAll(tx, repositoryId);
        archive.deleteAll(tx, repositoryId);
        images.deleteAll(tx, repositoryId);
    }
}
