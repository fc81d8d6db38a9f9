package dev.berth.image;

import dev.berth.db.Tx;
import dev.berth.image.Referrers.Selection;
import dev.berth.oci.Digest;
import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The SQL of manifests by what they are about. */
final class ReferrerStore {

    /** By digest, without annotations, which only the manifest knows. */
    List<Referrer> list(Tx tx, long repositoryId, Selection selection, int limit) {
        var types = selection.artifactTypes();
        var query =
                tx.sql()
                        .createQuery(
                                """
                                SELECT digest, media_type, artifact_media_type, state,
                                       length(manifest) AS manifest_size
                                  FROM image
                                 WHERE repository_id = :repository AND subject = :subject
                                   AND digest > :after
                                   AND\
                                """
                                        + ImageStore.isIn(selection.states())
                                        + (types.isEmpty()
                                                ? ""
                                                : " AND artifact_media_type IN (<types>)")
                                        + " ORDER BY digest LIMIT :limit")
                        .bind("repository", repositoryId)
                        .bind("subject", selection.subject().toString())
                        .bind(
                                "after",
                                selection.after() == null ? "" : selection.after().toString())
                        .bind("limit", limit);
        return (types.isEmpty() ? query : query.bindList("types", types.stream().toList()))
                .map((row, _) -> referrer(row))
                .list();
    }

    /** The manifest's bytes, whatever its state. */
    Optional<ByteBuffer> manifest(Tx tx, long repositoryId, Digest digest) {
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
                .findOne();
    }

    private static Referrer referrer(ResultSet row) throws SQLException {
        return new Referrer(
                Digest.parse(row.getString("digest")),
                row.getString("media_type"),
                row.getString("artifact_media_type"),
                row.getLong("manifest_size"),
                Map.of(),
                ImageState.valueOf(row.getString("state")));
    }
}
