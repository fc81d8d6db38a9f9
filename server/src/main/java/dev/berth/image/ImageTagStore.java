package dev.berth.image;

import dev.berth.db.Tx;
import dev.berth.oci.Digest;
import dev.berth.oci.Tag;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The SQL of tags. */
final class ImageTagStore {

    /** A tag's image and the state of that. */
    record Pointer(Digest digest, ImageState state) {}

    Optional<Pointer> find(Tx tx, long repositoryId, Tag tag) {
        return tx.sql()
                .createQuery(
                        """
                        SELECT t.digest, i.state
                          FROM image_tag t
                          JOIN image i ON i.repository_id = t.repository_id
                                      AND i.digest = t.digest
                         WHERE t.repository_id = :repository AND t.tag = :tag
                        """)
                .bind("repository", repositoryId)
                .bind("tag", tag.value())
                .map((row, _) ->
                        new Pointer(
                                Digest.parse(row.getString("digest")),
                                ImageState.valueOf(row.getString("state"))))
                .findOne();
    }

    /** The tags of active images in byte order, those behind {@code after}. */
    List<Tag> list(Tx tx, long repositoryId, @Nullable Tag after, int limit) {
        return tx.sql()
                .createQuery(
                        """
                        SELECT t.tag
                          FROM image_tag t
                          JOIN image i ON i.repository_id = t.repository_id
                                      AND i.digest = t.digest
                         WHERE t.repository_id = :repository AND t.tag > :after
                           AND i.state = 'ACTIVE'
                         ORDER BY t.tag
                         LIMIT :limit
                        """)
                .bind("repository", repositoryId)
                .bind("after", after == null ? "" : after.value())
                .bind("limit", limit)
                .map((row, _) -> new Tag(row.getString("tag")))
                .list();
    }

    List<Tag> of(Tx tx, long repositoryId, Digest digest) {
        return tx.sql()
                .createQuery(
                        """
                        SELECT tag
                          FROM image_tag
                         WHERE repository_id = :repository AND digest = :digest
                         ORDER BY tag
                        """)
                .bind("repository", repositoryId)
                .bind("digest", digest.toString())
                .map((row, _) -> new Tag(row.getString("tag")))
                .list();
    }

    /** The tags of the images in these states between two digests, in byte order. */
    Map<Digest, List<Tag>> between(
            Tx tx, long repositoryId, Digest first, Digest last, Set<ImageState> states) {
        var tags = new HashMap<Digest, List<Tag>>();
        tx.sql()
                .createQuery(
                        """
                        SELECT i.digest, t.tag
                          FROM image i
                          LEFT JOIN image_tag t ON t.repository_id = i.repository_id
                                               AND t.digest = i.digest
                         WHERE i.repository_id = :repository
                           AND i.digest >= :first AND i.digest <= :last
                           AND\
                        """
                                + ImageStore.isIn(states)
                                + " ORDER BY i.digest, t.tag")
                .bind("repository", repositoryId)
                .bind("first", first.toString())
                .bind("last", last.toString())
                .map((row, _) -> id(row))
                .forEach(id -> {
                    Tag tag = id.tag();
                    if (tag != null) {
                        tags.computeIfAbsent(id.digest(), _ -> new ArrayList<>()).add(tag);
                    }
                });
        return tags;
    }

    /** Images with each of their tags, or without one: by digest, then tag. */
    List<ImageId> ids(
            Tx tx,
            long repositoryId,
            TagStatus tagStatus,
            Set<ImageState> states,
            @Nullable ImageId after,
            int limit) {
        String tagged =
                switch (tagStatus) {
                    case ANY -> "";
                    case TAGGED -> " AND t.tag IS NOT NULL";
                    case UNTAGGED -> " AND t.tag IS NULL";
                };
        Tag afterTag = after == null ? null : after.tag();
        return tx.sql()
                .createQuery(
                        """
                        SELECT i.digest, t.tag
                          FROM image i
                          LEFT JOIN image_tag t ON t.repository_id = i.repository_id
                                               AND t.digest = i.digest
                         WHERE i.repository_id = :repository AND i.digest >= :digest
                           AND (i.digest > :digest OR t.tag > :tag)
                           AND\
                        """
                                + ImageStore.isIn(states)
                                + tagged
                                + " ORDER BY i.digest, t.tag LIMIT :limit")
                .bind("repository", repositoryId)
                .bind("digest", after == null ? "" : after.digest().toString())
                .bind("tag", afterTag == null ? "" : afterTag.value())
                .bind("limit", limit)
                .map((row, _) -> id(row))
                .list();
    }

    private static ImageId id(ResultSet row) throws SQLException {
        String tag = row.getString("tag");
        return new ImageId(
                Digest.parse(row.getString("digest")), tag == null ? null : new Tag(tag));
    }

    int count(Tx tx, long repositoryId, Digest digest) {
        return tx.sql()
                .createQuery(
                        """
                        SELECT COUNT(*)
                          FROM image_tag
                         WHERE repository_id = :repository AND digest = :digest
                        """)
                .bind("repository", repositoryId)
                .bind("digest", digest.toString())
                .mapTo(Integer.class)
                .one();
    }

    /** Points the tag at the image, wherever it pointed before. */
    void put(Tx tx, long repositoryId, Tag tag, Digest digest, Instant at) {
        tx.sql()
                .createUpdate(
                        """
                        INSERT INTO image_tag (repository_id, tag, digest, tagged_at)
                        VALUES (:repository, :tag, :digest, :at)
                            ON CONFLICT (repository_id, tag) DO UPDATE
                           SET digest = excluded.digest, tagged_at = excluded.tagged_at
                        """)
                .bind("repository", repositoryId)
                .bind("tag", tag.value())
                .bind("digest", digest.toString())
                .bind("at", at.toEpochMilli())
                .execute();
    }

    void delete(Tx tx, long repositoryId, Tag tag) {
        tx.sql()
                .createUpdate(
                        """
                        DELETE FROM image_tag WHERE repository_id = :repository AND tag = :tag
                        """)
                .bind("repository", repositoryId)
                .bind("tag", tag.value())
                .execute();
    }

    void deleteOf(Tx tx, long repositoryId, Digest digest) {
        tx.sql()
                .createUpdate(
                        """
                        DELETE FROM image_tag
                         WHERE repository_id = :repository AND digest = :digest
                        """)
                .bind("repository", repositoryId)
                .bind("digest", digest.toString())
                .execute();
    }

    void deleteAll(Tx tx, long repositoryId) {
        tx.sql()
                .createUpdate("DELETE FROM image_tag WHERE repository_id = :repository")
                .bind("repository", repositoryId)
                .execute();
    }
}
