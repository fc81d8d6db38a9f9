package dev.berth.layer;

import dev.berth.blob.BlobKey;
import dev.berth.db.Tx;
import dev.berth.oci.Digest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/** The SQL by which blobs go. */
final class BlobSweepStore {

    record Seen(BlobKey key, boolean linked, boolean condemned) {
        boolean mayGo() {
            return !linked && !condemned;
        }
    }

    /** A blob whose time has come. */
    record Due(BlobKey key, long size) {}

    /** By domain and digest, those behind {@code after}. */
    List<Seen> list(Tx tx, @Nullable BlobKey after, int limit) {
        return tx.sql()
                .createQuery(
                        """
                        SELECT domain, digest, condemned_at IS NOT NULL AS condemned,
                               EXISTS (SELECT 1
                                         FROM repository_blob l
                                        WHERE l.domain = b.domain AND l.digest = b.digest) AS linked
                          FROM blob b
                         WHERE (domain, digest) > (:domain, :digest)
                         ORDER BY domain, digest
                         LIMIT :limit
                        """)
                .bind("domain", after == null ? "" : after.domain())
                .bind("digest", after == null ? "" : after.digest().toString())
                .bind("limit", limit)
                .map((row, _) ->
                        new Seen(key(row), row.getBoolean("linked"), row.getBoolean("condemned")))
                .list();
    }

    /** Tells how many of them it condemned. */
    int condemn(Tx tx, List<BlobKey> keys, Instant now) {
        try (var batch =
                tx.sql()
                        .prepareBatch(
                                """
                                UPDATE blob
                                   SET condemned_at = :now
                                 WHERE domain = :domain AND digest = :digest
                                   AND condemned_at IS NULL
                                   AND NOT EXISTS (SELECT 1
                                                     FROM repository_blob l
                                                    WHERE l.domain = blob.domain
                                                      AND l.digest = blob.digest)
                                """)) {
            for (var key : keys) {
                bind(batch, key).bind("now", now.toEpochMilli()).add();
            }
            int condemned = 0;
            for (int count : batch.execute()) {
                condemned += count;
            }
            return condemned;
        }
    }

    /** Condemned at this time or before. */
    List<Due> due(Tx tx, Instant condemned, int limit) {
        return tx.sql()
                .createQuery(
                        """
                        SELECT domain, digest, size
                          FROM blob
                         WHERE condemned_at <= :condemned
                         ORDER BY condemned_at
                         LIMIT :limit
                        """)
                .bind("condemned", condemned.toEpochMilli())
                .bind("limit", limit)
                .map((row, _) -> new Due(key(row), row.getLong("size")))
                .list();
    }

    long countCondemned(Tx tx) {
        return tx.sql()
                .createQuery("SELECT COUNT(*) FROM blob WHERE condemned_at IS NOT NULL")
                .mapTo(Long.class)
                .one();
    }

    /** Removes the rows of those that are still condemned and not linked, and tells which. */
    Set<BlobKey> remove(Tx tx, List<BlobKey> keys, Instant condemned) {
        try (var batch =
                tx.sql()
                        .prepareBatch(
                                """
                                DELETE FROM blob
                                 WHERE domain = :domain AND digest = :digest
                                   AND condemned_at <= :condemned
                                   AND NOT EXISTS (SELECT 1
                                                     FROM repository_blob l
                                                    WHERE l.domain = blob.domain
                                                      AND l.digest = blob.digest)
                                """)) {
            for (var key : keys) {
                bind(batch, key).bind("condemned", condemned.toEpochMilli()).add();
            }
            int[] counts = batch.execute();
            var removed = new HashSet<BlobKey>();
            for (int i = 0; i < counts.length; i++) {
                if (counts[i] > 0) {
                    removed.add(keys.get(i));
                }
            }
            return removed;
        }
    }

    /** Takes back what was condemned though a repository links it. */
    void acquit(Tx tx, List<BlobKey> keys) {
        try (var batch =
                tx.sql()
                        .prepareBatch(
                                """
                                UPDATE blob
                                   SET condemned_at = NULL
                                 WHERE domain = :domain AND digest = :digest
                                   AND EXISTS (SELECT 1
                                                 FROM repository_blob l
                                                WHERE l.domain = blob.domain
                                                  AND l.digest = blob.digest)
                                """)) {
            keys.forEach(key -> bind(batch, key).add());
            batch.execute();
        }
    }

    boolean exists(Tx tx, BlobKey key) {
        return tx.sql()
                .createQuery("SELECT 1 FROM blob WHERE domain = :domain AND digest = :digest")
                .bind("domain", key.domain())
                .bind("digest", key.digest().toString())
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    private static PreparedBatch bind(PreparedBatch batch, BlobKey key) {
        return batch.bind("domain", key.domain()).bind("digest", key.digest().toString());
    }

    private static BlobKey key(ResultSet row) throws SQLException {
        return new BlobKey(row.getString("domain"), Digest.parse(row.getString("digest")));
    }
}
