package dev.berth.verify;

import dev.berth.blob.BlobKey;
import dev.berth.db.Tx;
import dev.berth.oci.Digest;
import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The SQL by which a check reads blobs and uploads. It is a check's own also where layers ask the
 * same: what is checked is not trusted to say what there is.
 */
final class BlobFactStore {

    /**
     * A row of a blob; one that was removed and came back has another time of creation.
     *
     * @param held how many of its bytes the row holds; empty when they lie in the blob store
     */
    record Row(BlobKey key, long size, long createdAt, OptionalLong held) {}

    /** How many blobs there are, and how many bytes they have. */
    record Total(long blobs, long bytes) {}

    Total total(Tx tx) {
        return tx.sql()
                .createQuery("SELECT COUNT(*) AS blobs, COALESCE(SUM(size), 0) AS bytes FROM blob")
                .map((row, _) -> new Total(row.getLong("blobs"), row.getLong("bytes")))
                .one();
    }

    /** By key, those behind {@code after}. */
    List<Row> list(Tx tx, @Nullable BlobKey after, int limit) {
        return tx.sql()
                .createQuery(
                        """
                        SELECT domain, digest, size, created_at, LENGTH(content) AS held
                          FROM blob
                         WHERE (domain, digest) > (:domain, :digest)
                         ORDER BY domain, digest
                         LIMIT :limit
                        """)
                .bind("domain", after == null ? "" : after.domain())
                .bind("digest", after == null ? "" : after.digest().toString())
                .bind("limit", limit)
                .map((row, _) -> row(row))
                .list();
    }

    Optional<Row> find(Tx tx, BlobKey key) {
        return tx.sql()
                .createQuery(
                        """
                        SELECT domain, digest, size, created_at, LENGTH(content) AS held
                          FROM blob
                         WHERE domain = :domain AND digest = :digest
                        """)
                .bind("domain", key.domain())
                .bind("digest", key.digest().toString())
                .map((row, _) -> row(row))
                .findOne();
    }

    /** Those of the keys that have a row. */
    Set<BlobKey> known(Tx tx, Collection<BlobKey> keys) {
        if (keys.isEmpty()) {
            return Set.of();
        }
        var digests = keys.stream().map(key -> key.digest().toString()).distinct().toList();
        var known =
                tx.sql()
                        .createQuery(
                                """
                                SELECT domain, digest
                                  FROM blob
                                 WHERE digest IN (<digests>)
                                   AND domain IN (<domains>)
                                """)
                        .bindList("digests", digests)
                        .bindList("domains", keys.stream().map(BlobKey::domain).distinct().toList())
                        .map((row, _) -> key(row))
                        .list();
        return new HashSet<>(known);
    }

    LinkedFrom linkedFrom(Tx tx, BlobKey key, int limit) {
        List<String> first =
                tx.sql()
                        .createQuery(
                                """
                                SELECT r.account, r.region, r.name
                                  FROM repository_blob l
                                  JOIN repository r ON r.id = l.repository_id
                                 WHERE l.domain = :domain AND l.digest = :digest
                                 ORDER BY r.account, r.region, r.name
                                 LIMIT :limit
                                """)
                        .bind("domain", key.domain())
                        .bind("digest", key.digest().toString())
                        .bind("limit", limit)
                        .map((row, _) -> PlaceStore.name(row))
                        .list();
        long count =
                tx.sql()
                        .createQuery(
                                """
                                SELECT COUNT(*)
                                  FROM repository_blob
                                 WHERE domain = :domain AND digest = :digest
                                """)
                        .bind("domain", key.domain())
                        .bind("digest", key.digest().toString())
                        .mapTo(Long.class)
                        .one();
        return new LinkedFrom(count, first);
    }

    /** Those of the ids that an upload has. */
    Set<String> uploads(Tx tx, Collection<String> ids) {
        if (ids.isEmpty()) {
            return Set.of();
        }
        var known =
                tx.sql()
                        .createQuery("SELECT id FROM upload WHERE id IN (<ids>)")
                        .bindList("ids", List.copyOf(ids))
                        .mapTo(String.class)
                        .list();
        return new HashSet<>(known);
    }

    /** The bytes that the row holds. */
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

    private static Row row(ResultSet row) throws SQLException {
        long held = row.getLong("held");
        return new Row(
                key(row),
                row.getLong("size"),
                row.getLong("created_at"),
                row.getObject("held") == null ? OptionalLong.empty() : OptionalLong.of(held));
    }

    private static BlobKey key(ResultSet row) throws SQLException {
        return new BlobKey(row.getString("domain"), Digest.parse(row.getString("digest")));
    }
}
