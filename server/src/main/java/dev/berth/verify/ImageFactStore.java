package dev.berth.verify;

import dev.berth.db.Tx;
import dev.berth.oci.Digest;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The SQL by which a check reads images and what they refer to. */
final class ImageFactStore {

    /** An image but for its manifest, which may be large. */
    record Row(
            Place place,
            Digest digest,
            String mediaType,
            @Nullable String artifactMediaType,
            @Nullable String subject) {}

    /**
     * That an image refers to something.
     *
     * @param satisfied whether that is here, or the repository takes images that lack something
     * @param ended whether it is linked here, but the link has ended
     */
    record Use(
            Place place,
            Digest digest,
            String mediaType,
            String kind,
            Digest target,
            boolean satisfied,
            boolean ended) {

        record Key(long repositoryId, String digest, String kind, String target) {}

        Key key() {
            return new Key(place.repositoryId(), digest.toString(), kind, target.toString());
        }
    }

    /** A row of what a manifest refers to. */
    record Reference(String kind, String target) {}

    long count(Tx tx) {
        return tx.sql().createQuery("SELECT COUNT(*) FROM image").mapTo(Long.class).one();
    }

    /** By repository and digest, those behind these; none that has expired. */
    List<Row> list(Tx tx, long afterRepository, String afterDigest, int limit) {
        return tx.sql()
                .createQuery(
                        """
                        SELECT i.repository_id, r.account, r.region, r.name, i.digest, i.media_type,
                               i.artifact_media_type, i.subject
                          FROM image i
                          LEFT JOIN repository r ON r.id = i.repository_id
                         WHERE (i.repository_id, i.digest) > (:repository, :digest)
                           AND i.state <> 'EXPIRED'
                         ORDER BY i.repository_id, i.digest
                         LIMIT :limit
                        """)
                .bind("repository", afterRepository)
                .bind("digest", afterDigest)
                .bind("limit", limit)
                .map((row, _) ->
                        new Row(
                                PlaceStore.place(row),
                                Digest.parse(row.getString("digest")),
                                row.getString("media_type"),
                                row.getString("artifact_media_type"),
                                row.getString("subject")))
                .list();
    }

    ByteBuffer manifest(Tx tx, long repositoryId, Digest digest) {
        return tx.sql()
                .createQuery(
                        """
                        SELECT manifest
                          FROM image
                         WHERE repository_id = :repository AND digest = :digest
                        """)
                .bind("repository", repositoryId)
                .bind("digest", digest.toString())
                .map((row, _) -> ByteBuffer.wrap(row.getBytes("manifest")))
                .one();
    }

    Set<Reference> references(Tx tx, long repositoryId, Digest digest) {
        return new HashSet<>(
                tx.sql()
                        .createQuery(
                                """
                                SELECT kind, target
                                  FROM image_reference
                                 WHERE repository_id = :repository AND digest = :digest
                                """)
                        .bind("repository", repositoryId)
                        .bind("digest", digest.toString())
                        .map((row, _) ->
                                new Reference(row.getString("kind"), row.getString("target")))
                        .list());
    }

    long countReferences(Tx tx) {
        return tx.sql().createQuery("SELECT COUNT(*) FROM image_reference").mapTo(Long.class).one();
    }

    /**
     * By image, kind and target, those behind {@code after}, of images that are here and have not
     * expired.
     */
    List<Use> uses(Tx tx, Use.Key after, int limit) {
        return tx.sql()
                .createQuery(
                        """
                        SELECT f.repository_id, r.account, r.region, r.name, f.digest,
                               i.media_type, f.kind, f.target,
                               EXISTS (SELECT 1
                                         FROM repository_tag t
                                        WHERE t.repository_id = f.repository_id
                                          AND t.tag_key = 'berth:allow-sparse'
                                          AND t.tag_value = 'true') AS sparse,
                               CASE f.kind
                               WHEN 'SUBJECT' THEN TRUE
                               WHEN 'CHILD' THEN
                                    EXISTS (SELECT 1
                                              FROM image c
                                             WHERE c.repository_id = f.repository_id
                                               AND c.digest = f.target)
                               ELSE l.digest IS NOT NULL AND l.condemned_at IS NULL
                               END AS present,
                               l.condemned_at IS NOT NULL AS ended
                          FROM image_reference f
                          JOIN image i ON i.repository_id = f.repository_id
                                      AND i.digest = f.digest
                                      AND i.state <> 'EXPIRED'
                          LEFT JOIN repository_blob l ON l.repository_id = f.repository_id
                                                     AND l.digest = f.target
                                                     AND f.kind IN ('CONFIG', 'LAYER')
                          LEFT JOIN repository r ON r.id = f.repository_id
                         WHERE (f.repository_id, f.digest, f.kind, f.target)
                               > (:repository, :digest, :kind, :target)
                         ORDER BY f.repository_id, f.digest, f.kind, f.target
                         LIMIT :limit
                        """)
                .bind("repository", after.repositoryId())
                .bind("digest", after.digest())
                .bind("kind", after.kind())
                .bind("target", after.target())
                .bind("limit", limit)
                .map((row, _) ->
                        new Use(
                                PlaceStore.place(row),
                                Digest.parse(row.getString("digest")),
                                row.getString("media_type"),
                                row.getString("kind"),
                                Digest.parse(row.getString("target")),
                                row.getBoolean("present") || row.getBoolean("sparse"),
                                row.getBoolean("ended")))
                .list();
    }
}
