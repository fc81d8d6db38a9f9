package dev.berth.identity;

import dev.berth.access.SealedSecret;
import dev.berth.aws.AccountId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** SQL of {@code access_key}. */
final class AccessKeyStore {

    void insert(Handle sql, StoredKey key) {
        sql.createUpdate(
                        """
                        INSERT INTO access_key (id, account, user_id, sealed_secret, active,
                                                created_at, description, declared)
                        VALUES (:id, :account, :user, :secret, :active, :createdAt, :description,
                                :declared)
                        """)
                .bind("id", key.id())
                .bind("account", key.account().value())
                .bind("user", key.userId())
                .bind("secret", key.secret().bytes())
                .bind("active", key.active())
                .bind("createdAt", key.createdAt().toEpochMilli())
                .bind("description", key.description())
                .bind("declared", key.declared())
                .execute();
    }

    /** All of an account, the oldest first. */
    List<StoredKey> all(Handle sql, AccountId account) {
        return sql.createQuery(
                        """
                        SELECT id, account, user_id, sealed_secret, active, created_at, description,
                               declared
                          FROM access_key
                         WHERE account = :account
                         ORDER BY created_at, id
                        """)
                .bind("account", account.value())
                .map((rows, _) -> key(rows))
                .list();
    }

    Optional<StoredKey> find(Handle sql, String id) {
        return sql.createQuery(
                        """
                        SELECT id, account, user_id, sealed_secret, active, created_at, description,
                               declared
                          FROM access_key
                         WHERE id = :id
                        """)
                .bind("id", id)
                .map((rows, _) -> key(rows))
                .findOne();
    }

    void setActive(Handle sql, String id, boolean active) {
        sql.createUpdate("UPDATE access_key SET active = :active WHERE id = :id")
                .bind("active", active)
                .bind("id", id)
                .execute();
    }

    void delete(Handle sql, String id) {
        sql.createUpdate("DELETE FROM access_key WHERE id = :id").bind("id", id).execute();
    }

    /** Any one row: enough to see whether a root key fits. */
    Optional<StoredKey> findAny(Handle sql) {
        return sql.createQuery(
                        """
                        SELECT id, account, user_id, sealed_secret, active, created_at, description,
                               declared
                          FROM access_key
                         LIMIT 1
                        """)
                .map((rows, _) -> key(rows))
                .findOne();
    }

    private static StoredKey key(ResultSet rows) throws SQLException {
        return new StoredKey(
                rows.getString("id"),
                new AccountId(rows.getString("account")),
                rows.getString("user_id"),
                new SealedSecret(rows.getBytes("sealed_secret")),
                rows.getBoolean("active"),
                Instant.ofEpochMilli(rows.getLong("created_at")),
                rows.getString("description"),
                rows.getBoolean("declared"));
    }
}
