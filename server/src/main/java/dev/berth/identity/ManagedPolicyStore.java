package dev.berth.identity;

import dev.berth.aws.AccountId;
import dev.berth.aws.Arn;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** SQL of {@code iam_policy} and {@code iam_policy_version}. */
final class ManagedPolicyStore {

    /** Without its tags. */
    Optional<ManagedPolicy> find(Handle sql, AccountId account, Arn arn) {
        String resource = arn.resource();
        return sql.createQuery(
                        """
                        SELECT id, name, path, description, default_version, created_at,
                               updated_at, declared
                          FROM iam_policy
                         WHERE account = :account AND name_key = :key
                        """)
                .bind("account", account.value())
                .bind("key", IdentityNames.key(resource.substring(resource.lastIndexOf('/') + 1)))
                .map((row, _) ->
                        new ManagedPolicy(
                                ManagedPolicy.arn(
                                        account, row.getString("path"), row.getString("name")),
                                row.getString("id"),
                                row.getString("path"),
                                row.getString("name"),
                                row.getString("description"),
                                Instant.ofEpochMilli(row.getLong("created_at")),
                                Instant.ofEpochMilli(row.getLong("updated_at")),
                                row.getBoolean("declared"),
                                row.getLong("default_version"),
                                versions(sql, row.getString("id")),
                                Held.NOTHING))
                .findOne()
                .filter(policy -> policy.arn().equals(arn));
    }

    private static List<ManagedPolicy.Version> versions(Handle sql, String policy) {
        return sql.createQuery(
                        """
                        SELECT version, document, created_at
                          FROM iam_policy_version
                         WHERE policy_id = :policy
                         ORDER BY version DESC
                        """)
                .bind("policy", policy)
                .map((row, _) ->
                        new ManagedPolicy.Version(
                                row.getLong("version"),
                                row.getString("document"),
                                Instant.ofEpochMilli(row.getLong("created_at"))))
                .list();
    }

    boolean isTaken(Handle sql, AccountId account, String name) {
        return sql.createQuery(
                        "SELECT id FROM iam_policy WHERE account = :account AND name_key = :key")
                .bind("account", account.value())
                .bind("key", IdentityNames.key(name))
                .mapTo(String.class)
                .findOne()
                .isPresent();
    }

    int count(Handle sql, AccountId account) {
        return sql.createQuery("SELECT COUNT(*) FROM iam_policy WHERE account = :account")
                .bind("account", account.value())
                .mapTo(Integer.class)
                .one();
    }

    void insert(Handle sql, AccountId account, ManagedPolicy policy) {
        sql.createUpdate(
                        """
                        INSERT INTO iam_policy (id, account, name, name_key, path, description,
                                                default_version, latest_version, created_at,
                                                updated_at, declared)
                        VALUES (:id, :account, :name, :key, :path, :description,
                                :version, :version, :createdAt,
                                :createdAt, :declared)
                        """)
                .bind("id", policy.id())
                .bind("account", account.value())
                .bind("name", policy.name())
                .bind("key", IdentityNames.key(policy.name()))
                .bind("path", policy.path())
                .bind("description", policy.description())
                .bind("version", policy.defaultVersion())
                .bind("createdAt", policy.createdAt().toEpochMilli())
                .bind("declared", policy.declared())
                .execute();
    }

    /** Counts on: the number of a version that was deleted is not given again. */
    long nextVersion(Handle sql, String policy, Instant now) {
        sql.createUpdate(
                        """
                        UPDATE iam_policy
                           SET latest_version = latest_version + 1, updated_at = :now
                         WHERE id = :id
                        """)
                .bind("now", now.toEpochMilli())
                .bind("id", policy)
                .execute();
        return sql.createQuery("SELECT latest_version FROM iam_policy WHERE id = :id")
                .bind("id", policy)
                .mapTo(Long.class)
                .one();
    }

    void insertVersion(Handle sql, String policy, ManagedPolicy.Version version) {
        sql.createUpdate(
                        """
                        INSERT INTO iam_policy_version (policy_id, version, document, created_at)
                        VALUES (:policy, :version, :document, :createdAt)
                        """)
                .bind("policy", policy)
                .bind("version", version.number())
                .bind("document", version.document())
                .bind("createdAt", version.createdAt().toEpochMilli())
                .execute();
    }

    void setDefault(Handle sql, String policy, long version, Instant now) {
        sql.createUpdate(
                        """
                        UPDATE iam_policy
                           SET default_version = :version, updated_at = :now
                         WHERE id = :id
                        """)
                .bind("version", version)
                .bind("now", now.toEpochMilli())
                .bind("id", policy)
                .execute();
    }

    void setDescription(Handle sql, String policy, @Nullable String description, Instant now) {
        sql.createUpdate(
                        """
                        UPDATE iam_policy
                           SET description = :description, updated_at = :now
                         WHERE id = :id
                        """)
                .bind("description", description)
                .bind("now", now.toEpochMilli())
                .bind("id", policy)
                .execute();
    }

    void setDeclared(Handle sql, String policy, boolean declared) {
        sql.createUpdate("UPDATE iam_policy SET declared = :declared WHERE id = :id")
                .bind("declared", declared)
                .bind("id", policy)
                .execute();
    }

    void deleteVersion(Handle sql, String policy, long version) {
        sql.createUpdate(
                        """
                        DELETE FROM iam_policy_version
                         WHERE policy_id = :policy AND version = :version
                        """)
                .bind("policy", policy)
                .bind("version", version)
                .execute();
    }

    /** Whether it is attached to anyone, or bounds anyone. */
    boolean isUsed(Handle sql, AccountId account, String arn) {
        return sql.createQuery(
                                """
                                SELECT (SELECT COUNT(*)
                                          FROM iam_attachment
                                         WHERE account = :account AND policy_arn = :arn)
                                     + (SELECT COUNT(*)
                                          FROM iam_user
                                         WHERE account = :account AND boundary = :arn)
                                     + (SELECT COUNT(*)
                                          FROM iam_role
                                         WHERE account = :account AND boundary = :arn)
                                """)
                        .bind("account", account.value())
                        .bind("arn", arn)
                        .mapTo(Long.class)
                        .one()
                > 0;
    }

    void delete(Handle sql, String policy) {
        sql.createUpdate("DELETE FROM iam_policy_version WHERE policy_id = :id")
                .bind("id", policy)
                .execute();
        sql.createUpdate("DELETE FROM iam_policy WHERE id = :id").bind("id", policy).execute();
    }
}
