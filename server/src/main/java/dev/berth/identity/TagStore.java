package dev.berth.identity;

import dev.berth.aws.AccountId;
import org.jdbi.v3.core.Handle;

/** SQL of the tags of users, roles, policies and providers. */
final class TagStore {

    void put(Handle sql, AccountId account, String owner, Tag tag) {
        sql.createUpdate(
                        """
                        INSERT INTO iam_tag (account, owner_id, key_lower, tag_key, tag_value)
                        VALUES (:account, :owner, :lower, :key, :value)
                            ON CONFLICT (account, owner_id, key_lower)
                            DO UPDATE SET tag_key = excluded.tag_key,
                                          tag_value = excluded.tag_value
                        """)
                .bind("account", account.value())
                .bind("owner", owner)
                .bind("lower", IdentityNames.key(tag.key()))
                .bind("key", tag.key())
                .bind("value", tag.value())
                .execute();
    }

    int count(Handle sql, AccountId account, String owner) {
        return sql.createQuery(
                        """
                        SELECT COUNT(*)
                          FROM iam_tag
                         WHERE account = :account AND owner_id = :owner
                        """)
                .bind("account", account.value())
                .bind("owner", owner)
                .mapTo(Integer.class)
                .one();
    }

    void remove(Handle sql, AccountId account, String owner, String key) {
        sql.createUpdate(
                        """
                        DELETE FROM iam_tag
                         WHERE account = :account AND owner_id = :owner AND key_lower = :lower
                        """)
                .bind("account", account.value())
                .bind("owner", owner)
                .bind("lower", IdentityNames.key(key))
                .execute();
    }

    void removeAll(Handle sql, AccountId account, String owner) {
        sql.createUpdate("DELETE FROM iam_tag WHERE account = :account AND owner_id = :owner")
                .bind("account", account.value())
                .bind("owner", owner)
                .execute();
    }
}
