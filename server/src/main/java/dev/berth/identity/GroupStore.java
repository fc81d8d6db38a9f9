package dev.berth.identity;

import dev.berth.aws.AccountId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** SQL of {@code iam_group} and its members. */
final class GroupStore {

    /** Without what the group holds, and without its members. */
    Optional<Group> find(Handle sql, AccountId account, String name) {
        return sql.createQuery(
                        """
                        SELECT id, name, path, created_at, declared
                          FROM iam_group
                         WHERE account = :account AND name_key = :key
                        """)
                .bind("account", account.value())
                .bind("key", IdentityNames.key(name))
                .map((row, _) ->
                        new Group(
                                account,
                                row.getString("id"),
                                row.getString("path"),
                                row.getString("name"),
                                Instant.ofEpochMilli(row.getLong("created_at")),
                                row.getBoolean("declared"),
                                Held.NOTHING,
                                List.of()))
                .findOne();
    }

    int count(Handle sql, AccountId account) {
        return sql.createQuery("SELECT COUNT(*) FROM iam_group WHERE account = :account")
                .bind("account", account.value())
                .mapTo(Integer.class)
                .one();
    }

    void insert(Handle sql, Group group) {
        sql.createUpdate(
                        """
                        INSERT INTO iam_group (id, account, name, name_key, path, created_at,
                                               declared)
                        VALUES (:id, :account, :name, :key, :path, :createdAt, :declared)
                        """)
                .bind("id", group.id())
                .bind("account", group.account().value())
                .bind("name", group.name())
                .bind("key", IdentityNames.key(group.name()))
                .bind("path", group.path())
                .bind("createdAt", group.createdAt().toEpochMilli())
                .bind("declared", group.declared())
                .execute();
    }

    void rename(Handle sql, String id, String name, String path) {
        sql.createUpdate(
                        """
                        UPDATE iam_group
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
        sql.createUpdate("UPDATE iam_group SET declared = :declared WHERE id = :id")
                .bind("declared", declared)
                .bind("id", id)
                .execute();
    }

    void delete(Handle sql, String id) {
        sql.createUpdate("DELETE FROM iam_group WHERE id = :id").bind("id", id).execute();
    }

    /** The ids of the groups that a user is in. */
    List<String> groupsOf(Handle sql, String user) {
        return sql.createQuery("SELECT group_id FROM iam_group_member WHERE user_id = :user")
                .bind("user", user)
                .mapTo(String.class)
                .list();
    }

    boolean hasMembers(Handle sql, AccountId account, String group) {
        return sql.createQuery(
                        """
                        SELECT user_id
                          FROM iam_group_member
                         WHERE account = :account AND group_id = :group
                         LIMIT 1
                        """)
                .bind("account", account.value())
                .bind("group", group)
                .mapTo(String.class)
                .findOne()
                .isPresent();
    }

    /** False when the user was in the group already. */
    boolean addMember(Handle sql, AccountId account, String group, String user) {
        return sql.createUpdate(
                                """
                                INSERT INTO iam_group_member (account, group_id, user_id)
                                VALUES (:account, :group, :user)
                                    ON CONFLICT (account, group_id, user_id) DO NOTHING
                                """)
                        .bind("account", account.value())
                        .bind("group", group)
                        .bind("user", user)
                        .execute()
                > 0;
    }

    /** False when the user was not in the group. */
    boolean removeMember(Handle sql, AccountId account, String group, String user) {
        return sql.createUpdate(
                                """
                                DELETE FROM iam_group_member
                                 WHERE account = :account
                                   AND group_id = :group
                                   AND user_id = :user
                                """)
                        .bind("account", account.value())
                        .bind("group", group)
                        .bind("user", user)
                        .execute()
                > 0;
    }
}
