package dev.berth.image;

import dev.berth.db.Tx;
import dev.berth.oci.Digest;
import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The SQL of images, and of the repository's count of them. */
final class ImageStore {

    Optional<StoredManifest> manifest(Tx tx, long repositoryId, Digest digest) {
        return tx.sql()
                .createQuery(
                        """
                        SELECT media_type, manifest
                          FROM image
                         WHERE repository_id = :repository AND digest = :digest
                           AND state = 'ACTIVE'
                        """)
                .bind("repository", repositoryId)
                .bind("digest", digest.toString())
                .map((row, _) ->
                        new StoredManifest(
                                digest,
                                row.getString("media_type"),
                                ByteBuffer.wrap(row.getBytes("manifest"))))
                .findOne();
    }

    Optional<Image> find(Tx tx, long repositoryId, Digest digest) {
        return tx.sql()
                .createQuery(
                        """
                        SELECT image.digest, media_type, artifact_media_type, size, pushed_at,
                               state, subject, last_pulled_at, archived_at, activated_at
                          FROM image
                          LEFT JOIN image_archive a
                            ON a.repository_id = image.repository_id AND a.digest = image.digest
                         WHERE image.repository_id = :repository AND image.digest = :digest
                        """)
                .bind("repository", repositoryId)
                .bind("digest", digest.toString())
                .map((row, _) -> image(row))
                .findOne();
    }

    /** By digest, those behind {@code after}. */
    List<Image> list(
            Tx tx,
            long repositoryId,
            TagStatus tagStatus,
            Set<ImageState> states,
            @Nullable Digest after,
            int limit) {
        return tx.sql()
                .createQuery(
                        """
                        SELECT image.digest, media_type, artifact_media_type, size, pushed_at,
                               state, subject, last_pulled_at, archived_at, activated_at
                          FROM image
                          LEFT JOIN image_archive a
                            ON a.repository_id = image.repository_id AND a.digest = image.digest
                         WHERE image.repository_id = :repository AND image.digest > :after
                           AND\
                        """
                                + isIn(states)
                                + isTagged(tagStatus)
                                + " ORDER BY image.digest LIMIT :limit")
                .bind("repository", repositoryId)
                .bind("after", after == null ? "" : after.toString())
                .bind("limit", limit)
                .map((row, _) -> image(row))
                .list();
    }

    boolean hasAny(Tx tx, long repositoryId) {
        return tx.sql()
                .createQuery(
                        """
                        SELECT 1
                          FROM image
                         WHERE repository_id = :repository AND state <> 'EXPIRED'
                         LIMIT 1
                        """)
                .bind("repository", repositoryId)
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    /** Writes the image, whether or not there is one of this digest. */
    void put(Tx tx, long repositoryId, Image image, byte[] manifest) {
        tx.sql()
                .createUpdate(
                        """
                        INSERT INTO image (repository_id, digest, media_type, artifact_media_type,
                                           size, pushed_at, state, subject, last_pulled_at,
                                           manifest)
                        VALUES (:repository, :digest, :mediaType, :artifactMediaType, :size,
                                :pushedAt, :state, :subject, :lastPulledAt, :manifest)
                            ON CONFLICT (repository_id, digest) DO UPDATE
                           SET media_type = excluded.media_type,
                               artifact_media_type = excluded.artifact_media_type,
                               size = excluded.size,
                               pushed_at = excluded.pushed_at,
                               state = excluded.state
                        """)
                .bind("repository", repositoryId)
                .bind("digest", image.digest().toString())
                .bind("mediaType", image.mediaType())
                .bind("artifactMediaType", image.artifactMediaType())
                .bind("size", image.size())
                .bind("pushedAt", image.pushedAt().toEpochMilli())
                .bind("state", image.state().name())
                .bind("subject", image.subject() == null ? null : image.subject().toString())
                .bind("lastPulledAt", millis(image.lastPulledAt()))
                .bind("manifest", manifest)
                .execute();
    }

    void setState(Tx tx, long repositoryId, Digest digest, ImageState state) {
        tx.sql()
                .createUpdate(
                        """
                        UPDATE image
                           SET state = :state
                         WHERE repository_id = :repository AND digest = :digest
                        """)
                .bind("state", state.name())
                .bind("repository", repositoryId)
                .bind("digest", digest.toString())
                .execute();
    }

    /** Notes that the image was pulled; how many rows that changed. */
    int pulled(Tx tx, long repositoryId, Digest digest, Instant at) {
        // An image that was deleted and pushed again since is another one, not pulled yet.
        return tx.sql()
                .createUpdate(
                        """
                        UPDATE image
                           SET last_pulled_at = :at
                         WHERE repository_id = :repository AND digest = :digest
                           AND pushed_at <= :at
                           AND (last_pulled_at IS NULL OR last_pulled_at < :at)
                        """)
                .bind("at", at.toEpochMilli())
                .bind("repository", repositoryId)
                .bind("digest", digest.toString())
                .execute();
    }

    void delete(Tx tx, long repositoryId, Digest digest) {
        tx.sql()
                .createUpdate(
                        """
                        DELETE FROM image WHERE repository_id = :repository AND digest = :digest
                        """)
                .bind("repository", repositoryId)
                .bind("digest", digest.toString())
                .execute();
    }

    void deleteAll(Tx tx, long repositoryId) {
        tx.sql()
                .createUpdate("DELETE FROM image WHERE repository_id = :repository")
                .bind("repository", repositoryId)
                .execute();
    }

    /** Adds to how many images the repository has; tells how many it has now. */
    long count(Tx tx, long repositoryId, int more) {
        return tx.sql()
                .createQuery(
                        """
                        UPDATE repository
                           SET image_count = image_count + :more
                         WHERE id = :repository
                        RETURNING image_count
                        """)
                .bind("more", more)
                .bind("repository", repositoryId)
                .mapTo(Long.class)
                .one();
    }

    /** A condition on the column {@code image.state}. */
    static String isIn(Set<ImageState> states) {
        return states.stream()
                .sorted()
                .map(state -> "'" + state.name() + "'")
                .collect(Collectors.joining(", ", " state IN (", ")"));
    }

    private static String isTagged(TagStatus status) {
        String tags =
                """
                 EXISTS (SELECT 1
                           FROM image_tag
                          WHERE image_tag.repository_id = image.repository_id
                            AND image_tag.digest = image.digest)
                """;
        return switch (status) {
            case ANY -> "";
            case TAGGED -> " AND" + tags;
            case UNTAGGED -> " AND NOT" + tags;
        };
    }

    private static @Nullable Long millis(@Nullable Instant instant) {
        return instant == null ? null : instant.toEpochMilli();
    }

    private static Image image(ResultSet row) throws SQLException {
        String subject = row.getString("subject");
        Instant archivedAt = instant(row, "archived_at");
        return new Image(
                Digest.parse(row.getString("digest")),
                row.getString("media_type"),
                row.getString("artifact_media_type"),
                row.getLong("size"),
                Instant.ofEpochMilli(row.getLong("pushed_at")),
                ImageState.valueOf(row.getString("state")),
                subject == null ? null : Digest.parse(subject),
                instant(row, "last_pulled_at"),
                archivedAt == null
                        ? null
                        : new ArchiveTimes(archivedAt, instant(row, "activated_at")));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? null : Instant.ofEpochMilli(millis);
    }
}
