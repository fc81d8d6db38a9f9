package dev.berth.identity;

import dev.berth.aws.AccountId;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** SQL of {@code account}. */
final class AccountStore {

    /**
     * An account, without who is in it.
     *
     * @param version counts the changes of its identities
     * @param aliasDeclared whether the alias is that of the file of identities
     * @param rootDeclared whether that file says what becomes of root
     */
    record Row(
            AccountId id,
            long version,
            @Nullable String alias,
            boolean aliasDeclared,
            boolean rootDisabled,
            boolean rootDeclared) {}

    /** False when the account is there already. */
    boolean insert(Handle sql, AccountId account, Instant createdAt) {
        return sql.createUpdate(
                                """
                                INSERT INTO account (id, created_at)
                                VALUES (:id, :createdAt)
                                ON CONFLICT (id) DO NOTHING
                                """)
                        .bind("id", account.value())
                        .bind("createdAt", createdAt.toEpochMilli())
                        .execute()
                > 0;
    }

    /** Counts a change, and makes others wait until it is over; false without such an account. */
    boolean advance(Handle sql, AccountId account) {
        return sql.createUpdate(
                                """
                                UPDATE account
                                   SET identity_version = identity_version + 1
                                 WHERE id = :id
                                """)
                        .bind("id", account.value())
                        .execute()
                > 0;
    }

    Optional<Row> find(Handle sql, AccountId account) {
        return sql.createQuery(
                        """
                        SELECT identity_version, alias, alias_declared, root_disabled,
                               root_declared
                          FROM account
                         WHERE id = :id
                        """)
                .bind("id", account.value())
                .map((row, _) ->
                        new Row(
                                account,
                                row.getLong("identity_version"),
                                row.getString("alias"),
                                row.getBoolean("alias_declared"),
                                row.getBoolean("root_disabled"),
                                row.getBoolean("root_declared")))
                .findOne();
    }

    /** Of every account. */
    Map<AccountId, Long> versions(Handle sql) {
        var versions = new HashMap<AccountId, Long>();
        sql.createQuery("SELECT id, identity_version FROM account")
                .map((row, _) ->
                        Map.entry(
                                new AccountId(row.getString("id")),
                                row.getLong("identity_version")))
                .forEach(entry -> versions.put(entry.getKey(), entry.getValue()));
        return versions;
    }

    void setRoot(Handle sql, AccountId account, boolean disabled, boolean declared) {
        sql.createUpdate(
                        """
                        UPDATE account
                           SET root_disabled = :disabled, root_declared = :declared
                         WHERE id = :id
                        """)
                .bind("disabled", disabled)
                .bind("declared", declared)
                .bind("id", account.value())
                .execute();
    }

    /** False when another account has the alias. */
    boolean setAlias(Handle sql, AccountId account, @Nullable String alias, boolean declared) {
        return sql.createUpdate(
                                """
                                UPDATE account
                                   SET alias = :alias, alias_declared = :declared
                                 WHERE id = :id
                                   AND NOT EXISTS (SELECT 1
                                                     FROM account AS other
                                                    WHERE other.alias = :alias
                                                      AND other.id <> :id)
                                """)
                        .bind("alias", alias)
                        .bind("declared", declared)
                        .bind("id", account.value())
                        .execute()
                > 0;
    }
}
