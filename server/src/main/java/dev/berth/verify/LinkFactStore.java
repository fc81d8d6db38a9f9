package dev.berth.verify;

import dev.berth.blob.BlobKey;
import dev.berth.db.Tx;
import dev.berth.oci.Digest;
import java.util.List;
import java.util.OptionalLong;

/** The SQL by which a check reads links and tags. */
final class LinkFactStore {

    /**
     * A link and what it leads to.
     *
     * @param blobSize empty when the blob has no row
     */
    record Link(Place place, BlobKey key, long size, OptionalLong blobSize) {}

    /** A tag, and whether what it points at is here. */
    record Pointer(Place place, String tag, String digest, boolean leadsNowhere) {}

    long count(Tx tx) {
        return tx.sql().createQuery("SELECT COUNT(*) FROM repository_blob").mapTo(Long.class).one();
    }

    /** By repository and digest, those behind these. */
    List<Link> list(Tx tx, long afterRepository, String afterDigest, int limit) {
        return tx.sql()
                .createQuery(
                        """
                        SELECT l.repository_id, r.account, r.region, r.name, l.domain, l.digest,
                               l.size, b.digest AS blob, b.size AS blob_size
                          FROM repository_blob l
                          LEFT JOIN blob b ON b.domain = l.domain AND b.digest = l.digest
                          LEFT JOIN repository r ON r.id = l.repository_id
                         WHERE (l.repository_id, l.digest) > (:repository, :digest)
                         ORDER BY l.repository_id, l.digest
                         LIMIT :limit
                        """)
                .bind("repository", afterRepository)
                .bind("digest", afterDigest)
                .bind("limit", limit)
                .map((row, _) ->
                        new Link(
                                PlaceStore.place(row),
                                new BlobKey(
                                        row.getString("domain"),
                                        Digest.parse(row.getString("digest"))),
                                row.getLong("size"),
                                row.getString("blob") == null
                                        ? OptionalLong.empty()
                                        : OptionalLong.of(row.getLong("blob_size"))))
                .list();
    }

    long countTags(Tx tx) {
        return tx.sql().createQuery("SELECT COUNT(*) FROM image_tag").mapTo(Long.class).one();
    }

    /** By repository and tag, those behind these. */
    List<Pointer> tags(Tx tx, long afterRepository, String afterTag, int limit) {
        return tx.sql()
                .createQuery(
                        """
                        SELECT t.repository_id, r.account, r.region, r.name, t.tag, t.digest,
                               i.digest IS NULL AS nowhere
                          FROM image_tag t
                          LEFT JOIN image i ON i.repository_id = t.repository_id
                                           AND i.digest = t.digest
                          LEFT JOIN repository r ON r.id = t.repository_id
                         WHERE (t.repository_id, t.tag) > (:repository, :tag)
                         ORDER BY t.repository_id, t.tag
                         LIMIT :limit
                        """)
                .bind("repository", afterRepository)
                .bind("tag", afterTag)
                .bind("limit", limit)
                .map((row, _) ->
                        new Pointer(
                                PlaceStore.place(row),
                                row.getString("tag"),
                                row.getString("digest"),
                                row.getBoolean("nowhere")))
                .list();
    }
}
