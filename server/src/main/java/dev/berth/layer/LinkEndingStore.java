package dev.berth.layer;

import dev.berth.db.Tx;
import dev.berth.oci.Digest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The SQL by which links end. */
final class LinkEndingStore {

    record AgedLink(LinkKey key, Instant wantedAt, boolean condemned) {
        boolean mayEnd(Instant wanted) {
            return !condemned && !wantedAt.isAfter(wanted);
        }
    }

    /** By repository and digest, those behind {@code after}. */
    List<AgedLink> list(Tx tx, @Nullable LinkKey after, int limit) {
        return tx.sql()
                .createQuery(
                        """
                        SELECT repository_id, digest, wanted_at,
                               condemned_at IS NOT NULL AS condemned
                          FROM repository_blob
                         WHERE (repository_id, digest) > (:repository, :digest)
                         ORDER BY repository_id, digest
                         LIMIT :limit
                        """)
                .bind("repository", after == null ? Long.MIN_VALUE : after.repositoryId())
                .bind("digest", after == null ? "" : after.digest().toString())
                .bind("limit", limit)
                .map((row, _) ->
                        new AgedLink(
                                key(row),
                                Instant.ofEpochMilli(row.getLong("wanted_at")),
                                row.getBoolean("condemned")))
                .list();
    }

    /** Gives back those that it condemned: not those that were wanted meanwhile. */
    List<LinkKey> condemn(Tx tx, List<LinkKey> keys, Instant wanted, Instant now) {
        try (var batch =
                tx.sql()
                        .prepareBatch(
                                """
                                UPDATE repository_blob
                                   SET condemned_at = :now
                                 WHERE repository_id = :repository AND digest = :digest
                                   AND wanted_at <= :wanted AND condemned_at IS NULL
                                """)) {
            for (var key : keys) {
                batch.bind("repository", key.repositoryId())
                        .bind("digest", key.digest().toString())
                        .bind("wanted", wanted.toEpochMilli())
                        .bind("now", now.toEpochMilli())
                        .add();
            }
            int[] counts = batch.execute();
            var condemned = new ArrayList<LinkKey>();
            for (int i = 0; i < counts.length; i++) {
                if (counts[i] > 0) {
                    condemned.add(keys.get(i));
                }
            }
            return condemned;
        }
    }

    /** Condemned at this time or before. */
    List<LinkKey> due(Tx tx, Instant condemned, int limit) {
        return tx.sql()
                .createQuery(
                        """
                        SELECT repository_id, digest
                          FROM repository_blob
                         WHERE condemned_at <= :condemned
                         ORDER BY condemned_at, repository_id
                         LIMIT :limit
                        """)
                .bind("condemned", condemned.toEpochMilli())
                .bind("limit", limit)
                .map((row, _) -> key(row))
                .list();
    }

    long countCondemned(Tx tx) {
        return tx.sql()
                .createQuery("SELECT COUNT(*) FROM repository_blob WHERE condemned_at IS NOT NULL")
                .mapTo(Long.class)
                .one();
    }

    /** Tells how many there still were. */
    int remove(Tx tx, long repositoryId, List<Digest> digests, Instant condemned) {
        try (var batch =
                tx.sql()
                        .prepareBatch(
                                """
                                DELETE FROM repository_blob
                                 WHERE repository_id = :repository AND digest = :digest
                                   AND condemned_at <= :condemned
                                """)) {
            for (Digest digest : digests) {
                batch.bind("repository", repositoryId)
                        .bind("digest", digest.toString())
                        .bind("condemned", condemned.toEpochMilli())
                        .add();
            }
            int removed = 0;
            for (int count : batch.execute()) {
                removed += count;
            }
            return removed;
        }
    }

    private static LinkKey key(ResultSet row) throws SQLException {
        return new LinkKey(row.getLong("repository_id"), Digest.parse(row.getString("digest")));
    }
}
