package dev.berth.identity;

import dev.berth.aws.AccountId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** SQL of {@code iam_role}. */
final class RoleStore {

    /** Without what the role holds. */
    Optional<Role> find(Handle sql, AccountId account, String name) {
        return sql.createQuery(
                        """
                        SELECT id, name, path, description, trust_policy, max_session_seconds,
                               created_at, boundary, declared
                          FROM iam_role
                         WHERE account = :account AND name_key = :key
                        """)
                .bind("account", account.value())
                .bind("key", IdentityNames.key(name))
                .map((row, _) ->
                        new Role(
                                account,
                                row.getString("id"),
                                row.getString("path"),
                                row.getString("name"),
                                row.getString("description"),
                                row.getString("trust_policy"),
                                Duration.ofSeconds(row.getLong("max_session_seconds")),
                                Instant.ofEpochMilli(row.getLong("created_at")),
                                row.getString("boundary"),
                                row.getBoolean("declared"),
                                Held.NOTHING))
                .findOne();
    }

    int count(Handle sql, AccountId account) {
        return sql.createQuery("SELECT COUNT(*) FROM iam_role WHERE account = :account")
                .bind("account", account.value())
                .mapTo(Integer.class)
                .one();
    }

    void insert(Handle sql, Role role) {
        sql.createUpdate(
                        """
                        INSERT INTO iam_role (id, account, name, name_key, path, description,
                                              trust_policy, max_session_seconds, created_at,
                                              boundary, declared)
                        VALUES (:id, :account, :name, :key, :path, :description,
                                :trust, :maxSession, :createdAt,
                                :boundary, :declared)
                        """)
                .bind("id", role.id())
                .bind("account", role.account().value())
                .bind("name", role.name())
                .bind("key", IdentityNames.key(role.name()))
                .bind("path", role.path())
                .bind("description", role.description())
                .bind("trust", role.trustPolicy())
                .bind("maxSession", role.maxSession().toSeconds())
                .bind("createdAt", role.createdAt().toEpochMilli())
                .bind("boundary", role.boundary())
                .bind("declared", role.declared())
                .execute();
    }

    void update(Handle sql, String id, @Nullable String description, Duration maxSession) {
        sql.createUpdate(
                        """
                        UPDATE iam_role
                           SET description = :description, max_session_seconds = :maxSession
                         WHERE id = :id
                        """)
                .bind("description", description)
                .bind("maxSession", maxSession.toSeconds())
                .bind("id", id)
                .execute();
    }

    void move(Handle sql, String id, String name, String path) {
        sql.createUpdate("UPDATE iam_role SET name = :name, path = :path WHERE id = :id")
                .bind("name", name)
                .bind("path", path)
                .bind("id", id)
                .execute();
    }

    void setTrust(Handle sql, String id, String trustPolicy) {
        sql.createUpdate("UPDATE iam_role SET trust_policy = :trust WHERE id = :id")
                .bind("trust", trustPolicy)
                .bind("id", id)
                .execute();
    }

    void setDeclared(Handle sql, String id, boolean declared) {
        sql.createUpdate("UPDATE iam_role SET declared = :declared WHERE id = :id")
                .bind("declared", declared)
                .bind("id", id)
                .execute();
    }

    void delete(Handle sql, String id) {
        sql.createUpdate("DELETE FROM iam_service_caller WHERE principal_id = :id")
                .bind("id", id)
                .execute();
        sql.createUpdate("DELETE FROM iam_role WHERE id = :id").bind("id", id).execute();
    }
}
