package dev.berth.image;

import dev.berth.aws.AccountId;
import dev.berth.aws.Region;
import dev.berth.aws.Registry;
import dev.berth.db.Tx;
import dev.berth.oci.Digest;
import dev.berth.oci.RepositoryName;
import java.time.Instant;
import java.util.List;

/** The SQL of when images went into the archive and came back. */
final class ImageArchiveStore {

    /** An image that is on its way back. */
    record Returning(long repositoryId, Registry registry, RepositoryName name, Digest digest) {}

    void archived(Tx tx, long repositoryId, Digest digest, Instant at) {
        tx.sql()
                .createUpdate(
                        """
                        INSERT INTO image_archive (repository_id, digest, archived_at)
                        VALUES (:repository, :digest, :at)
                            ON CONFLICT (repository_id, digest) DO UPDATE
                           SET archived_at = excluded.archived_at, activating_at = NULL
                        """)
                .bind("repository", repositoryId)
                .bind("digest", digest.toString())
                .bind("at", at.toEpochMilli())
                .execute();
    }

    void activating(Tx tx, long repositoryId, Digest digest, Instant at) {
        tx.sql()
                .createUpdate(
                        """
                        UPDATE image_archive
                           SET activating_at = :at
                         WHERE repository_id = :repository AND digest = :digest
                        """)
                .bind("repository", repositoryId)
                .bind("digest", digest.toString())
                .bind("at", at.toEpochMilli())
                .execute();
    }

    void activated(Tx tx, long repositoryId, Digest digest, Instant at) {
        tx.sql()
                .createUpdate(
                        """
                        UPDATE image_archive
                           SET activating_at = NULL, activated_at = :at
                         WHERE repository_id = :repository AND digest = :digest
                        """)
                .bind("repository", repositoryId)
                .bind("digest", digest.toString())
                .bind("at", at.toEpochMilli())
                .execute();
    }

    /** Those that set out before this time, the first of them first. */
    List<Returning> returning(Tx tx, Instant before, int limit) {
        return tx.sql()
                .createQuery(
                        """
                        SELECT a.repository_id, a.digest, r.account, r.region, r.name
                          FROM image_archive a
                          JOIN repository r ON r.id = a.repository_id
                         WHERE a.activating_at IS NOT NULL AND a.activating_at <= :before
                         ORDER BY a.activating_at, a.repository_id, a.digest
                         LIMIT :limit
                        """)
                .bind("before", before.toEpochMilli())
                .bind("limit", limit)
                .map((row, _) ->
                        new Returning(
                                row.getLong("repository_id"),
                                new Registry(
                                        new AccountId(row.getString("account")),
                                        new Region(row.getString("region"))),
                                new RepositoryName(row.getString("name")),
                                Digest.parse(row.getString("digest"))))
                .list();
    }

    void delete(Tx tx, long repositoryId, Digest digest) {
        tx.sql()
                .createUpdate(
                        """
                        DELETE FROM image_archive
                         WHERE repository_id = :repository AND digest = :digest
                        """)
                .bind("repository", repositoryId)
                .bind("digest", digest.toString())
                .execute();
    }

    void deleteAll(Tx tx, long repositoryId) {
        tx.sql()
                .createUpdate("DELETE FROM image_archive WHERE repository_id = :repository")
                .bind("repository", repositoryId)
                .execute();
    }
}
