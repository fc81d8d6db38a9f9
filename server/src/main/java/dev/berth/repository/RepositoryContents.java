package dev.berth.repository;

import dev.berth.db.Tx;

/** Port: what other features keep for a repository, and must let go with it. */
public interface RepositoryContents {

    /** Whether there is something that a deletion without force must not take away. */
    boolean holdsImages(Tx tx, long repositoryId);

    /** Removes everything kept for the repository, inside the deletion's transaction. */
    void forget(Tx tx, long repositoryId);
}
