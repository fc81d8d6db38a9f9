package dev.berth.layer;

import dev.berth.aws.Registry;
import dev.berth.blob.BlobKey;
import dev.berth.db.Tx;
import dev.berth.oci.Digest;
import dev.berth.oci.RepositoryName;
import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/** The SQL of blobs, and of the links by which repositories see them. */
final class LayerStore {

    /**
     * Nothing condemns a blob that is about to be linked.
     *
     * @param content the bytes, where they do not lie in the blob store
     */
    void insertBlob(Tx tx, BlobKey key, long size, @Nullable ByteBuffer content, Instant now) {
        tx.sql()
                .createUpdate(
                        """
                        INSERT INTO blob (domain, digest, size, created_at, content)
                        VALUES (:domain, :digest, :size, :now, :content)
                            ON CONFLICT (domain, digest) DO UPDATE
                           SET condemned_at = NULL,
                               content = COALESCE(blob.content, excluded.content)
                         WHERE blob.condemned_at IS NOT NULL
                            OR (blob.content IS NULL AND excluded.content IS NOT NULL)
                        """)
                .bind("domain", key.domain())
                .bind("digest", key.digest().toString())
                .bind("size", size)
                .bind("now", now.toEpochMilli())
                .bind("content", content == null ? null : bytes(content))
                .execute();
    }

    private static byte[] bytes(ByteBuffer content) {
        var bytes = new byte[content.remaining()];
        content.duplicate().get(bytes);
        return bytes;
    }

    /** The bytes of a blob that has them in its row. */
    Optional<ByteBuffer> content(Tx tx, BlobKey key) {
        return tx.sql()
                .createQuery(
                        """
                        SELECT content
                          FROM blob
                         WHERE domain = :domain AND digest = :digest AND content IS NOT NULL
                        """)
                .bind("domain", key.domain())
                .bind("digest", key.digest().toString())
                .map((row, _) -> ByteBuffer.wrap(row.getBytes("content")))
                .findOne();
    }

    /** Also revives one that was condemned; false when it was linked already. */
    boolean link(Tx tx, NewLink link, long size) {
        return bind(
                                tx.sql()
                                        .createUpdate(
                                                """
                                                INSERT INTO repository_blob
                                                       (repository_id, digest, domain, size,
                                                        linked_at, wanted_at)
                                                VALUES (:repository, :digest, :domain, :size,
                                                        :linkedAt, :wantedAt)
                                                    ON CONFLICT (repository_id, digest) DO UPDATE
                                                   SET linked_at = :linkedAt,
                                                       wanted_at = :wantedAt,
                                                       condemned_at = NULL
                                                 WHERE repository_blob.condemned_at IS NOT NULL
                                                """),
                                link)
                        .bind("size", size)
                        .execute()
                == 1;
    }

    /** Links what another repository links in this domain; false when there was nothing to do. */
    boolean copyLink(Tx tx, long from, NewLink link) {
        return bind(
                                tx.sql()
                                        .createUpdate(
                                                """
                                                INSERT INTO repository_blob
                                                       (repository_id, digest, domain, size,
                                                        linked_at, wanted_at)
                                                SELECT :repository, digest, domain, size,
                                                       :linkedAt, :wantedAt
                                                  FROM repository_blob
                                                 WHERE repository_id = :from
                                                   AND digest = :digest
                                                   AND domain = :domain
                                                   AND condemned_at IS NULL
                                                    ON CONFLICT (repository_id, digest) DO UPDATE
                                                   SET linked_at = :linkedAt,
                                                       wanted_at = :wantedAt,
                                                       condemned_at = NULL
                                                 WHERE repository_blob.condemned_at IS NOT NULL
                                                """),
                                link)
                        .bind("from", from)
                        .execute()
                == 1;
    }

    /** Some of the repositories of a registry that link a blob; all are equally good. */
    List<RepositoryName> linking(Tx tx, Registry registry, BlobKey key, int limit) {
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
                         LIMIT :limit
                        """)
                .bind("domain", key.domain())
                .bind("digest", key.digest().toString())
                .bind("account", registry.account().value())
                .bind("region", registry.region().value())
                .bind("limit", limit)
                .map((row, _) -> new RepositoryName(row.getString("name")))
                .list();
    }

    private static <S extends SqlStatement<S>> S bind(S statement, NewLink link) {
        return statement
                .bind("repository", link.repositoryId())
                .bind("digest", link.key().digest().toString())
                .bind("domain", link.key().domain())
                .bind("linkedAt", link.linkedAt().toEpochMilli())
                .bind("wantedAt", link.wantedAt().toEpochMilli());
    }

    /** Notes that links were wanted, whichever of them there are, and revives those condemned. */
    void want(Tx tx, Map<LinkKey, Instant> wanted) {
        try (var batch =
                tx.sql()
                        .prepareBatch(
                                """
                                UPDATE repository_blob
                                   SET wanted_at = :at, condemned_at = NULL
                                 WHERE repository_id = :repository AND digest = :digest
                                   AND wanted_at < :at
                                """)) {
            wanted.forEach((key, at) ->
                    batch.bind("repository", key.repositoryId())
                            .bind("digest", key.digest().toString())
                            .bind("at", at.toEpochMilli())
                            .add());
            batch.execute();
        }
    }

    void revive(Tx tx, long repositoryId, Collection<Digest> digests) {
        try (var batch =
                tx.sql()
                        .prepareBatch(
                                """
                                UPDATE repository_blob
                                   SET condemned_at = NULL
                                 WHERE repository_id = :repository AND digest = :digest
                                """)) {
            for (Digest digest : digests) {
                batch.bind("repository", repositoryId).bind("digest", digest.toString()).add();
            }
            batch.execute();
        }
    }

    /** Sees no condemned link. */
    Optional<Link> find(Tx tx, long repositoryId, Digest digest) {
        return tx.sql()
                .createQuery(
                        """
                        SELECT l.digest, l.size, l.domain, b.content IS NOT NULL AS in_row
                          FROM repository_blob l
                          JOIN blob b ON b.domain = l.domain AND b.digest = l.digest
                         WHERE l.repository_id = :repository
                           AND l.digest = :digest
                           AND l.condemned_at IS NULL
                        """)
                .bind("repository", repositoryId)
                .bind("digest", digest.toString())
                .map((row, _) -> link(row))
                .findOne();
    }

    /** A layer that is linked, though its link may be condemned. */
    record Found(Layer layer, boolean condemned) {}

    /** Sees condemned links too. */
    List<Found> findAll(Tx tx, long repositoryId, List<Digest> digests) {
        return tx.sql()
                .createQuery(
                        """
                        SELECT digest, size, condemned_at IS NOT NULL AS condemned
                          FROM repository_blob
                         WHERE repository_id = :repository
                           AND digest IN (<digests>)
                        """)
                .bind("repository", repositoryId)
                .bindList("digests", digests.stream().map(Digest::toString).toList())
                .map((row, _) -> new Found(layer(row), row.getBoolean("condemned")))
                .list();
    }

    /** False when there was none, or a condemned one. */
    boolean unlink(Tx tx, long repositoryId, Digest digest) {
        return tx.sql()
                        .createUpdate(
                                """
                                DELETE FROM repository_blob
                                 WHERE repository_id = :repository
                                   AND digest = :digest
                                   AND condemned_at IS NULL
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
        return new Link(layer(row), row.getString("domain"), row.getBoolean("in_row"));
    }

    private static Layer layer(ResultSet row) throws SQLException {
        return new Layer(Digest.parse(row.getString("digest")), row.getLong("size"));
    }
}
