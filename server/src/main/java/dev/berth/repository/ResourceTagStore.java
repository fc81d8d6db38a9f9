package dev.berth.repository;

import dev.berth.db.Tx;
import java.util.Map;
import java.util.TreeMap;

/** The SQL of the resource tags of repositories. */
final class ResourceTagStore {

    Map<String, String> find(Tx tx, long repositoryId) {
        var tags = new TreeMap<String, String>();
        tx.sql()
                .createQuery(
                        """
                        SELECT tag_key, tag_value
                          FROM repository_tag
                         WHERE repository_id = :repository
                        """)
                .bind("repository", repositoryId)
                .map((row, _) -> Map.entry(row.getString("tag_key"), row.getString("tag_value")))
                .forEach(tag -> tags.put(tag.getKey(), tag.getValue()));
        return tags;
    }

    void put(Tx tx, long repositoryId, String key, String value) {
        tx.sql()
                .createUpdate(
                        """
                        INSERT INTO repository_tag (repository_id, tag_key, tag_value)
                        VALUES (:repository, :key, :value)
                            ON CONFLICT (repository_id, tag_key)
                            DO UPDATE SET tag_value = excluded.tag_value
                        """)
                .bind("repository", repositoryId)
                .bind("key", key)
                .bind("value", value)
                .execute();
    }

    void remove(Tx tx, long repositoryId, String key) {
        tx.sql()
                .createUpdate(
                        """
                        DELETE FROM repository_tag
                         WHERE repository_id = :repository AND tag_key = :key
                        """)
                .bind("repository", repositoryId)
                .bind("key", key)
                .execute();
    }

    void removeAll(Tx tx, long repositoryId) {
        tx.sql()
                .createUpdate("DELETE FROM repository_tag WHERE repository_id = :repository")
                .bind("repository", repositoryId)
                .execute();
    }
}
