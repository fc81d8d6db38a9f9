package dev.berth.verify;

import dev.berth.blob.BlobKey;
import dev.berth.db.Tx;
import dev.berth.oci.Digest;
import dev.berth.verify.Finding.Column;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/** The SQL of a repair. Whatever changes in a repository gives its version a step. */
final class RepairStore {

    private static Update update(Tx tx, String sql) {
        return tx.sql().createUpdate(sql);
    }

    private static Update ofImage(Tx tx, String sql, Place in, Digest image) {
        return update(tx, sql)
                .bind("repository", in.repositoryId())
                .bind("digest", image.toString());
    }

    private static Update ofBlob(Tx tx, String sql, BlobKey key) {
        return update(tx, sql).bind("domain", key.domain()).bind("digest", key.digest().toString());
    }

    void touch(Tx tx, Place place) {
        update(tx, "UPDATE repository SET version = version + 1 WHERE id = :id")
                .bind("id", place.repositoryId())
                .execute();
    }

    /** With its links; tells how many of them there were. */
    int deleteBlob(Tx tx, BlobKey key) {
        ofBlob(
                        tx,
                        """
                        UPDATE repository
                           SET version = version + 1
                         WHERE id IN (SELECT repository_id
                                        FROM repository_blob
                                       WHERE domain = :domain AND digest = :digest)
                        """,
                        key)
                .execute();
        int links =
                ofBlob(
                                tx,
                                """
                                DELETE FROM repository_blob
                                 WHERE domain = :domain AND digest = :digest
                                """,
                                key)
                        .execute();
        ofBlob(tx, "DELETE FROM blob WHERE domain = :domain AND digest = :digest", key).execute();
        return links;
    }

    void setBlobSize(Tx tx, BlobKey key, long size) {
        ofBlob(tx, "UPDATE blob SET size = :size WHERE domain = :domain AND digest = :digest", key)
                .bind("size", size)
                .execute();
    }

    /** The bytes are those of the file alone. */
    void dropContent(Tx tx, BlobKey key) {
        ofBlob(
                        tx,
                        "UPDATE blob SET content = NULL WHERE domain = :domain AND digest = :digest",
                        key)
                .execute();
    }

    void insertBlob(Tx tx, BlobKey key, long size, Instant now) {
        ofBlob(
                        tx,
                        """
                        INSERT INTO blob (domain, digest, size, created_at)
                        VALUES (:domain, :digest, :size, :now)
                            ON CONFLICT (domain, digest) DO NOTHING
                        """,
                        key)
                .bind("size", size)
                .bind("now", now.toEpochMilli())
                .execute();
    }

    void deleteLink(Tx tx, Place in, Digest blob) {
        ofImage(
                        tx,
                        """
                        DELETE FROM repository_blob
                         WHERE repository_id = :repository AND digest = :digest
                        """,
                        in,
                        blob)
                .execute();
    }

    void setLinkSize(Tx tx, Place in, Digest blob, long size) {
        ofImage(
                        tx,
                        """
                        UPDATE repository_blob
                           SET size = :size
                         WHERE repository_id = :repository AND digest = :digest
                        """,
                        in,
                        blob)
                .bind("size", size)
                .execute();
    }

    void reviveLink(Tx tx, Place in, Digest blob) {
        ofImage(
                        tx,
                        """
                        UPDATE repository_blob
                           SET condemned_at = NULL
                         WHERE repository_id = :repository AND digest = :digest
                        """,
                        in,
                        blob)
                .execute();
    }

    ByteBuffer manifest(Tx tx, Place in, Digest image) {
        return new ImageFactStore().manifest(tx, in.repositoryId(), image);
    }

    /** With its tags and all that belongs to it; tells which tags those were. */
    List<String> deleteImage(Tx tx, Place in, Digest image, Instant now) {
        List<String> tags =
                tx.sql()
                        .createQuery(
                                """
                                SELECT tag
                                  FROM image_tag
                                 WHERE repository_id = :repository AND digest = :digest
                                 ORDER BY tag
                                """)
                        .bind("repository", in.repositoryId())
                        .bind("digest", image.toString())
                        .mapTo(String.class)
                        .list();
        release(tx, in, image, "", now).execute();
        for (String table : List.of("image_tag", "image_reference", "image_archive", "image")) {
            ofImage(
                            tx,
                            "DELETE FROM "
                                    + table
                                    + " WHERE repository_id = :repository AND digest = :digest",
                            in,
                            image)
                    .execute();
        }
        return tags;
    }

    /** The grace of a layer begins with the end of the last manifest that names it. */
    private static Update release(Tx tx, Place in, Digest image, String which, Instant now) {
        return ofImage(
                        tx,
                        """
                        UPDATE repository_blob
                           SET wanted_at = :now, condemned_at = NULL
                         WHERE repository_id = :repository
                           AND digest IN (SELECT target
                                            FROM image_reference
                                           WHERE repository_id = :repository
                                             AND digest = :digest
                                             AND kind IN ('CONFIG', 'LAYER')\
                        """
                                + which
                                + ")",
                        in,
                        image)
                .bind("now", now.toEpochMilli());
    }

    void insertReference(Tx tx, Place in, Digest image, String kind, Digest target) {
        ofImage(
                        tx,
                        """
                        INSERT INTO image_reference (repository_id, digest, kind, target)
                        VALUES (:repository, :digest, :kind, :target)
                            ON CONFLICT (repository_id, digest, kind, target) DO NOTHING
                        """,
                        in,
                        image)
                .bind("kind", kind)
                .bind("target", target.toString())
                .execute();
    }

    void deleteReference(Tx tx, Place in, Digest image, String kind, String target, Instant now) {
        release(tx, in, image, " AND target = :target", now).bind("target", target).execute();
        ofImage(
                        tx,
                        """
                        DELETE FROM image_reference
                         WHERE repository_id = :repository AND digest = :digest
                           AND kind = :kind AND target = :target
                        """,
                        in,
                        image)
                .bind("kind", kind)
                .bind("target", target)
                .execute();
    }

    void setColumn(Tx tx, Place in, Digest image, Column column, @Nullable String value) {
        String name =
                switch (column) {
                    case SUBJECT -> "subject";
                    case ARTIFACT_MEDIA_TYPE -> "artifact_media_type";
                };
        ofImage(
                        tx,
                        "UPDATE image SET "
                                + name
                                + " = :value WHERE repository_id = :repository AND digest = :digest",
                        in,
                        image)
                .bind("value", value)
                .execute();
    }

    void deleteTag(Tx tx, Place in, String tag) {
        update(tx, "DELETE FROM image_tag WHERE repository_id = :repository AND tag = :tag")
                .bind("repository", in.repositoryId())
                .bind("tag", tag)
                .execute();
    }

    /** Of an image without a repository, all that belongs to it goes first. */
    void deleteWithoutOwner(Tx tx, Dependents rows) {
        switch (rows) {
            case IMAGES -> {
                for (String table : List.of("image_tag", "image_reference", "image_archive")) {
                    update(
                                    tx,
                                    "DELETE FROM "
                                            + table
                                            + " WHERE repository_id NOT IN"
                                            + " (SELECT id FROM repository)")
                            .execute();
                }
            }
            case REFERENCES, ARCHIVED, LINKS, UPLOADS, RESOURCE_TAGS -> {}
        }
        update(tx, "DELETE FROM " + rows.table() + " WHERE " + rows.condition()).execute();
    }

    void countImages(Tx tx, Place in, List<String> states) {
        update(
                        tx,
                        """
                        UPDATE repository
                           SET image_count = (SELECT COUNT(*)
                                                FROM image
                                               WHERE image.repository_id = repository.id
                                                 AND image.state IN (<states>))
                         WHERE id = :id
                        """)
                .bindList("states", states)
                .bind("id", in.repositoryId())
                .execute();
    }

    void setRepositoryCount(Tx tx, String registry, long count) {
        update(
                        tx,
                        """
                        INSERT INTO counter (name, number)
                        VALUES (:name, :number)
                            ON CONFLICT (name) DO UPDATE SET number = excluded.number
                        """)
                .bind("name", "repositories/" + registry)
                .bind("number", count)
                .execute();
    }
}
