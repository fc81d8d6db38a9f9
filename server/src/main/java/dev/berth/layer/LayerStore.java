package dev.berth.layer;

import dev.berth.aws.Registry;
import dev.berth.blob.BlobKey;
import dev.berth.db.Tx;
import dev.berth.oci.Digest;
import dev.berth.oci.RepositoryName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The SQL of blobs, and of the links by which repositories see them. */
final class LayerStore {

    void insertBlob(Tx tx, BlobKey key, long size, Instant now) {
        tx.sql()
                .createUpdate(
                        """
                        INSERT INTO blob (domain, digest, size, created_at)
                        VALUES (:domain, :digest, :size, :now)
                            ON CONFLICT (domain, digest) DO NOTHING
                        """)
                .bind("domain", key.domain())
                .bind("digest", key.digest().toString())
                .bind("size", size)
                .bind("now", now.toEpochMilli())
                .execute();
    }

    /** False when it was linked already. */
    boolean link(Tx tx, long repositoryId, BlobKey key, long size, Instant now) {
        return tx.sql()
                        .createUpdate(
                                """
                                INSERT INTO repository_blob
                                       (repository_id, digest, domain, size, linked_at)
                                VALUES (:repository, :digest, :domain, :size, :now)
                                    ON CONFLICT (repository_id, digest) DO NOTHING
                                """)
                        .bind("repository", repositoryId)
                        .bind("digest", key.digest().toString())
                        .bind("domain", key.domain())
                        .bind("size", size)
                        .bind("now", now.toEpochMilli())
                        .execute()
                == 1;
    }

    /** Links what another repository links in this domain; false when there was nothing to do. */
    boolean copyLink(Tx tx, long from, long into, BlobKey key, Instant now) {
        return tx.sql()
                        .createUpdate(
                                """
                                INSERT INTO repository_blob
                                       (repository_id, digest, domain, size, linked_at)
                                SELECT :into, digest, domain, size, :now
                                  FROM repository_blob
                                 WHERE repository_id = :from
                                   AND digest = :digest
                                   AND domain = :domain
                                    ON CONFLICT (repository_id, digest) DO NOTHING
                                """)
                        .bind("into", into)
                        .bind("from", from)
                        .bind("digest", key.digest().toString())
                        .bind("domain", key.domain())
                        .bind("now", now.toEpochMilli())
                        .execute()
                == 1;
    }

    /** Which repositories of a registry link a blob: {@code first} before all others. */
    List<RepositoryName> linking(Tx tx, Registry registry, BlobKey key, long first, int limit) {
        return tx.sql()
                .createQuery(
                        """
                        SELECT r.name
                          FROM repository_blob b
                          JOIN repository r ON r.id = b.repository_id
                         WHERE b.domain = :domain
                           AND b.digest = :digest
                           AND b.condemned_at IS NULL
                           AND r.account = :account
                           AND r.region = :region
                         ORDER BY CASE WHEN r.id = :first THEN 0 ELSE 1 END, r.id
                         LIMIT :limit
                        """)
                .bind("domain", key.domain())
                .bind("digest", key.digest().toString())
                .bind("account", registry.account().value())
                .bind("region", registry.region().value())
                .bind("first", first)
                .bind("limit", limit)
                .map((row, _) -> new RepositoryName(row.getString("name")))
                .list();
    }

    Optional<Link> find(Tx tx, long repositoryId, Digest digest) {
        return tx.sql()
                .createQuery(
                        """
                        SELECT digest, size, domain
                          FROM repository_blob
                         WHERE repository_id = :repository
                           AND digest = :digest
                        """)
                .bind("repository", repositoryId)
                .bind("digest", digest.toString())
                .map((row, _) -> link(row))
                .findOne();
    }

    List<Layer> findAll(Tx tx, long repositoryId, List<Digest> digests) {
        return tx.sql()
                .createQuery(
                        """
                        SELECT digest, size, domain
                          FROM repository_blob
                         WHERE repository_id = :repository
                           AND digest IN (<digests>)
                        """)
                .bind("repository", repositoryId)
                .bindList("digests", digests.stream().map(Digest::toString).toList())
                .map((row, _) -> link(row).layer())
                .list();
    }

    boolean unlink(Tx tx, long repositoryId, Digest digest) {
        return tx.sql()
                        .createUpdate(
                                """
                                DELETE FROM repository_blob
                                 WHERE repository_id = :repository
                                   AND digest = :digest
                                """)
                        .bind("repository", repositoryId)
                        .bind("digest", digest.toString())
                        .execute()
                == 1;
    }

    void unlinkAll(Tx tx, long repositoryId) {
        tx.sql()
                .createUpdate("DELETE FROM repository_blob WHERE repository_id = :repository")
                .bind("repository", repositoryId)
                .execute();
    }

    private static Link link(ResultSet row) throws SQLException {
        var layer = new Layer(Digest.parse(row.getString("digest")), row.getLong("size"));
        return new Link(layer, row.getString("domain"));
    }
}
