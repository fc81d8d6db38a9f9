package dev.berth.identity;

import dev.berth.aws.AccountId;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** SQL of {@code iam_user}. */
final class UserStore {

    /** Without what the user holds. */
    Optional<User> find(Handle sql, AccountId account, String name) {
        return sql.createQuery(
                        """
                        SELECT id, name, path, created_at, boundary, declared
                          FROM iam_user
                         WHERE account = :account AND name_key = :key
                        """)
                .bind("account", account.value())
                .bind("key", IdentityNames.key(name))
                .map((row, _) ->
                        new User(
                                account,
                                row.getString("id"),
                                row.getString("path"),
                                row.getString("name"),
                                Instant.ofEpochMilli(row.getLong("created_at")),
                                row.getString("boundary"),
                                row.getBoolean("declared"),
                                Held.NOTHING))
                .findOne();
    }

    int count(Handle sql, AccountId account) {
        return sql.createQuery("SELECT COUNT(*) FROM iam_user WHERE account = :account")
                .bind("account", account.value())
                .mapTo(Integer.class)
                .one();
    }

    void insert(Handle sql, User user) {
        sql.createUpdate(
                        """
                        INSERT INTO iam_user (id, account, name, name_key, path, created_at,
                                              boundary, declared)
                        VALUES (:id, :account, :name, :key, :path, :createdAt, :boundary, :declared)
                        """)
                .bind("id", user.id())
                .bind("account", user.account().value())
                .bind("name", user.name())
                .bind("key", IdentityNames.key(user.name()))
                .bind("path", user.path())
                .bind("createdAt", user.createdAt().toEpochMilli())
                .bind("boundary", user.boundary())
                .bind("declared", user.declared())
                .execute();
    }

    void rename(Handle sql, String id, String name, String path) {
        sql.createUpdate(
                        """
                        UPDATE iam_user
                           SET name = :name, name_key = :key, path = :path
                         WHERE id = :id
                        """)
                .bind("name", name)
                .bind("key", IdentityNames.key(name))
                .bind("path", path)
                .bind("id", id)
                .execute();
    }

    void setDeclared(Handle sql, String id, boolean declared) {
        sql.createUpdate("UPDATE iam_user SET declared = :declared WHERE id = :id")
                .bind("declared", declared)
                .bind("id", id)
                .execute();
    }

    void delete(Handle sql, String id) {
        sql.createUpdate("DELETE FROM iam_service_caller WHERE principal_id = :id")
                .bind("id", id)
                .execute();
        sql.createUpdate("DELETE FROM iam_user WHERE id = :id").bind("id", id).execute();
    }
}
