package dev.berth.layer;

import dev.berth.blob.BlobKey;
import dev.berth.db.Tx;
import dev.berth.layer.LinkEndingStore.AgedLink;
import dev.berth.oci.Digest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The SQL that counts garbage. */
final class GarbageCountStore {

    record BlobLink(BlobKey key, long size, AgedLink link) {}

    /** By blob, then repository, those behind {@code after}. */
    List<BlobLink> links(Tx tx, @Nullable BlobLink after, int limit) {
        return tx.sql()
                .createQuery(
                        """
                        SELECT domain, digest, repository_id, size, wanted_at,
                               condemned_at IS NOT NULL AS condemned
                          FROM repository_blob
                         WHERE (domain, digest, repository_id) > (:domain, :digest, :repository)
                         ORDER BY domain, digest, repository_id
                         LIMIT :limit
                        """)
                .bind("domain", after == null ? "" : after.key().domain())
                .bind("digest", after == null ? "" : after.key().digest().toString())
                .bind("repository", after == null ? 0 : after.link().key().repositoryId())
                .bind("limit", limit)
                .map((row, _) -> link(row))
                .list();
    }

    private static BlobLink link(ResultSet row) throws SQLException {
        var digest = Digest.parse(row.getString("digest"));
        return new BlobLink(
                new BlobKey(row.getString("domain"), digest),
                row.getLong("size"),
                new AgedLink(
                        new LinkKey(row.getLong("repository_id"), digest),
                        Instant.ofEpochMilli(row.getLong("wanted_at")),
                        row.getBoolean("condemned")));
    }

    Swept unlinked(Tx tx) {
        return tx.sql()
                .createQuery(
                        """
                        SELECT COUNT(*) AS blobs, COALESCE(SUM(size), 0) AS bytes
                          FROM blob b
                         WHERE NOT EXISTS (SELECT 1
                                             FROM repository_blob l
                                            WHERE l.domain = b.domain AND l.digest = b.digest)
                        """)
                .map((row, _) -> swept(row))
                .one();
    }

    /** Condemned at this time or before. */
    Swept due(Tx tx, Instant condemned) {
        return tx.sql()
                .createQuery(
                        """
                        SELECT COUNT(*) AS blobs, COALESCE(SUM(size), 0) AS bytes
                          FROM blob
                         WHERE condemned_at <= :condemned
                        """)
                .bind("condemned", condemned.toEpochMilli())
                .map((row, _) -> swept(row))
                .one();
    }

    private static Swept swept(ResultSet row) throws SQLException {
        return new Swept(row.getLong("blobs"), row.getLong("bytes"));
    }
}
