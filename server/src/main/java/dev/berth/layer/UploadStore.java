package dev.berth.layer;

import dev.berth.db.Tx;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The SQL of uploads. */
final class UploadStore {

    /** False when the repository is gone. */
    boolean insert(Tx tx, String id, long repositoryId, Instant now) {
        return tx.sql()
                        .createUpdate(
                                """
                                INSERT INTO upload (id, repository_id, created_at)
                                SELECT :id, id, :now
                                  FROM repository
                                 WHERE id = :repository
                                """)
                        .bind("id", id)
                        .bind("repository", repositoryId)
                        .bind("now", now.toEpochMilli())
                        .execute()
                == 1;
    }

    record Row(long repositoryId, Instant startedAt) {}

    Optional<Row> find(Tx tx, String id) {
        return tx.sql()
                .createQuery("SELECT repository_id, created_at FROM upload WHERE id = :id")
                .bind("id", id)
                .map((row, _) ->
                        new Row(
                                row.getLong("repository_id"),
                                Instant.ofEpochMilli(row.getLong("created_at"))))
                .findOne();
    }

    /** The ids behind {@code after} of uploads that began before this time. */
    List<String> listOlder(Tx tx, Instant time, String after, int limit) {
        return tx.sql()
                .createQuery(
                        """
                        SELECT id
                          FROM upload
                         WHERE created_at < :time
                           AND id > :after
                         ORDER BY id
                         LIMIT :limit
                        """)
                .bind("time", time.toEpochMilli())
                .bind("after", after)
                .bind("limit", limit)
                .mapTo(String.class)
                .list();
    }

    /** False when there was none. */
    boolean delete(Tx tx, String id) {
        return tx.sql().createUpdate("DELETE FROM upload WHERE id = :id").bind("id", id).execute()
                == 1;
    }

    void deleteAll(Tx tx, long repositoryId) {
        tx.sql()
                .createUpdate("DELETE FROM upload WHERE repository_id = :repository")
                .bind("repository", repositoryId)
                .execute();
    }
}
