package dev.berth.image;

import dev.berth.db.Tx;
import dev.berth.oci.Digest;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The SQL of what manifests refer to. */
final class ImageReferenceStore {

    /** In which part of a manifest a digest stands. */
    enum Kind {
        CONFIG,
        LAYER,
        CHILD,
        SUBJECT
    }

    record Target(Kind kind, Digest digest) {}

    /** The rows of a manifest. */
    static Set<Target> targets(Manifest manifest) {
        var targets = new LinkedHashSet<Target>();
        switch (manifest) {
            case Manifest.OfImage image -> {
                targets.add(new Target(Kind.CONFIG, image.config().digest()));
                image.layers()
                        .forEach(layer -> targets.add(new Target(Kind.LAYER, layer.digest())));
            }
            case Manifest.OfIndex index ->
                    index.children()
                            .forEach(child -> targets.add(new Target(Kind.CHILD, child.digest())));
        }
        Digest subject = manifest.subject();
        if (subject != null) {
            targets.add(new Target(Kind.SUBJECT, subject));
        }
        return targets;
    }

    void insert(Tx tx, long repositoryId, Digest digest, Iterable<Target> targets) {
        try (var batch =
                tx.sql()
                        .prepareBatch(
                                """
                                INSERT INTO image_reference (repository_id, digest, kind, target)
                                VALUES (:repository, :digest, :kind, :target)
                                    ON CONFLICT (repository_id, digest, kind, target) DO NOTHING
                                """)) {
            for (Target target : targets) {
                batch.bind("repository", repositoryId)
                        .bind("digest", digest.toString())
                        .bind("kind", target.kind().name())
                        .bind("target", target.digest().toString())
                        .add();
            }
            batch.execute();
        }
    }

    /** Which indexes in these states have the image as a child. */
    List<Digest> parents(Tx tx, long repositoryId, Digest child, Set<ImageState> states) {
        return tx.sql()
                .createQuery(
                        """
                        SELECT r.digest
                          FROM image_reference r
                         WHERE r.repository_id = :repository AND r.target = :child
                           AND r.kind = 'CHILD'
                           AND EXISTS (SELECT 1
                                         FROM image i
                                        WHERE i.repository_id = r.repository_id
                                          AND i.digest = r.digest
                                          AND\
                        """
                                + ImageStore.isIn(states)
                                + ") ORDER BY r.digest")
                .bind("repository", repositoryId)
                .bind("child", child.toString())
                .map((row, _) -> Digest.parse(row.getString("digest")))
                .list();
    }

    /** What a manifest names as its config or as layers. */
    List<Digest> blobs(Tx tx, long repositoryId, Digest digest) {
        return tx.sql()
                .createQuery(
                        """
                        SELECT DISTINCT target
                          FROM image_reference
                         WHERE repository_id = :repository AND digest = :digest
                           AND kind IN ('CONFIG', 'LAYER')
                        """)
                .bind("repository", repositoryId)
                .bind("digest", digest.toString())
                .map((row, _) -> Digest.parse(row.getString("target")))
                .list();
    }

    /** Those that a manifest names as its config or as a layer, whatever its state. */
    Set<Digest> named(Tx tx, long repositoryId, Collection<Digest> blobs) {
        return tx.sql()
                .createQuery(
                        """
                        SELECT DISTINCT target
                          FROM image_reference
                         WHERE repository_id = :repository AND target IN (<blobs>)
                           AND kind IN ('CONFIG', 'LAYER')
                        """)
                .bind("repository", repositoryId)
                .bindList("blobs", blobs.stream().map(Digest::toString).toList())
                .map((row, _) -> Digest.parse(row.getString("target")))
                .collect(Collectors.toSet());
    }

    /** Whether a manifest names this as its config or as a layer, whatever its state. */
    boolean hasBlob(Tx tx, long repositoryId, Digest blob) {
        return !named(tx, repositoryId, List.of(blob)).isEmpty();
    }

    /** Whether a manifest of an active image names this as its config or as a layer. */
    boolean hasBlobOfActive(Tx tx, long repositoryId, Digest blob) {
        return tx.sql()
                .createQuery(
                        """
                        SELECT 1
                          FROM image_reference r
                          JOIN image i ON i.repository_id = r.repository_id
                                      AND i.digest = r.digest
                         WHERE r.repository_id = :repository AND r.target = :blob
                           AND r.kind IN ('CONFIG', 'LAYER') AND i.state = 'ACTIVE'
                         LIMIT 1
                        """)
                .bind("repository", repositoryId)
                .bind("blob", blob.toString())
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    void delete(Tx tx, long repositoryId, Digest digest) {
        tx.sql()
                .createUpdate(
                        """
                        DELETE FROM image_reference
                         WHERE repository_id = :repository AND digest = :digest
                        """)
                .bind("repository", repositoryId)
                .bind("digest", digest.toString())
                .execute();
    }

    void deleteAll(Tx tx, long repositoryId) {
        tx.sql()
                .createUpdate("DELETE FROM image_reference WHERE repository_id = :repository")
                .bind("repository", repositoryId)
                .execute();
    }
}
