package dev.berth.identity;

import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** SQL of {@code access_key_use}. */
final class KeyUseStore {

    /** Unless a later use is known. */
    void put(Handle sql, String id, KeyUse use) {
        sql.createUpdate(
                        """
                        INSERT INTO access_key_use (id, last_used_at, service, region)
                        VALUES (:id, :at, :service, :region)
                            ON CONFLICT (id)
                            DO UPDATE SET last_used_at = excluded.last_used_at,
                                          service = excluded.service,
                                          region = excluded.region
                                    WHERE access_key_use.last_used_at < excluded.last_used_at
                        """)
                .bind("id", id)
                .bind("at", use.at().toEpochMilli())
                .bind("service", use.service())
                .bind("region", use.region())
                .execute();
    }

    Optional<KeyUse> find(Handle sql, String id) {
        return sql.createQuery(
                        """
                        SELECT last_used_at, service, region
                          FROM access_key_use
                         WHERE id = :id
                        """)
                .bind("id", id)
                .map((row, _) ->
                        new KeyUse(
                                Instant.ofEpochMilli(row.getLong("last_used_at")),
                                row.getString("service"),
                                row.getString("region")))
                .findOne();
    }

    void delete(Handle sql, String id) {
        sql.createUpdate("DELETE FROM access_key_use WHERE id = :id").bind("id", id).execute();
    }
}
