package dev.berth.identity;

import dev.berth.aws.AccountId;
import dev.berth.aws.Arn;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** SQL of inline policies, of attachments and of boundaries. */
final class HeldPolicyStore {

    /** Documents by their names. */
    Map<String, String> inline(Handle sql, AccountId account, String owner) {
        var found = new TreeMap<String, String>();
        sql.createQuery(
                        """
                        SELECT name, document
                          FROM iam_inline_policy
                         WHERE account = :account AND owner_id = :owner
                        """)
                .bind("account", account.value())
                .bind("owner", owner)
                .map((row, _) -> Map.entry(row.getString("name"), row.getString("document")))
                .forEach(policy -> found.put(policy.getKey(), policy.getValue()));
        return found;
    }

    void putInline(Handle sql, AccountId account, String owner, String name, String document) {
        sql.createUpdate(
                        """
                        INSERT INTO iam_inline_policy (account, owner_id, name, document)
                        VALUES (:account, :owner, :name, :document)
                            ON CONFLICT (account, owner_id, name)
                            DO UPDATE SET document = excluded.document
                        """)
                .bind("account", account.value())
                .bind("owner", owner)
                .bind("name", name)
                .bind("document", document)
                .execute();
    }

    boolean deleteInline(Handle sql, AccountId account, String owner, String name) {
        return sql.createUpdate(
                                """
                                DELETE FROM iam_inline_policy
                                 WHERE account = :account AND owner_id = :owner AND name = :name
                                """)
                        .bind("account", account.value())
                        .bind("owner", owner)
                        .bind("name", name)
                        .execute()
                > 0;
    }

    List<String> attached(Handle sql, AccountId account, String owner) {
        return sql.createQuery(
                        """
                        SELECT policy_arn
                          FROM iam_attachment
                         WHERE account = :account AND owner_id = :owner
                         ORDER BY policy_arn
                        """)
                .bind("account", account.value())
                .bind("owner", owner)
                .mapTo(String.class)
                .list();
    }

    void attach(Handle sql, AccountId account, String owner, String policy) {
        sql.createUpdate(
                        """
                        INSERT INTO iam_attachment (account, owner_id, policy_arn)
                        VALUES (:account, :owner, :policy)
                            ON CONFLICT (account, owner_id, policy_arn) DO NOTHING
                        """)
                .bind("account", account.value())
                .bind("owner", owner)
                .bind("policy", policy)
                .execute();
    }

    boolean detach(Handle sql, AccountId account, String owner, String policy) {
        return sql.createUpdate(
                                """
                                DELETE FROM iam_attachment
                                 WHERE account = :account
                                   AND owner_id = :owner
                                   AND policy_arn = :policy
                                """)
                        .bind("account", account.value())
                        .bind("owner", owner)
                        .bind("policy", policy)
                        .execute()
                > 0;
    }

    /** To whom a policy is attached. */
    List<Owner> holders(Handle sql, AccountId account, String policy) {
        return owners(
                sql,
                account,
                policy,
                """
                WITH holder AS (SELECT owner_id
                                  FROM iam_attachment
                                 WHERE account = :account AND policy_arn = :policy)
                SELECT 'USER' AS kind, id, path, name
                  FROM iam_user
                 WHERE id IN (SELECT owner_id FROM holder)
                UNION ALL
                SELECT 'GROUP', id, path, name
                  FROM iam_group
                 WHERE id IN (SELECT owner_id FROM holder)
                UNION ALL
                SELECT 'ROLE', id, path, name
                  FROM iam_role
                 WHERE id IN (SELECT owner_id FROM holder)
                ORDER BY 2
                """);
    }

    /** Whom a policy bounds. */
    List<Owner> bounded(Handle sql, AccountId account, String policy) {
        return owners(
                sql,
                account,
                policy,
                """
                SELECT 'USER' AS kind, id, path, name
                  FROM iam_user
                 WHERE account = :account AND boundary = :policy
                UNION ALL
                SELECT 'ROLE', id, path, name
                  FROM iam_role
                 WHERE account = :account AND boundary = :policy
                ORDER BY 2
                """);
    }

    private static List<Owner> owners(
            Handle sql, AccountId account, String policy, String statement) {
        return sql.createQuery(statement)
                .bind("account", account.value())
                .bind("policy", policy)
                .map((row, _) -> {
                    var kind = OwnerKind.valueOf(row.getString("kind"));
                    String name = row.getString("name");
                    return new Owner(
                            kind,
                            row.getString("id"),
                            Arn.iam(account, kind.word() + row.getString("path") + name),
                            name);
                })
                .list();
    }

    /** Whether the account has a managed policy of this path and name. */
    boolean hasPolicy(Handle sql, AccountId account, String path, String name) {
        return sql.createQuery(
                        """
                        SELECT id
                          FROM iam_policy
                         WHERE account = :account AND path = :path AND name = :name
                        """)
                .bind("account", account.value())
                .bind("path", path)
                .bind("name", name)
                .mapTo(String.class)
                .findOne()
                .isPresent();
    }

    void setBoundaryOfUser(Handle sql, String id, @Nullable String policy) {
        sql.createUpdate("UPDATE iam_user SET boundary = :policy WHERE id = :id")
                .bind("policy", policy)
                .bind("id", id)
                .execute();
    }

    void setBoundaryOfRole(Handle sql, String id, @Nullable String policy) {
        sql.createUpdate("UPDATE iam_role SET boundary = :policy WHERE id = :id")
                .bind("policy", policy)
                .bind("id", id)
                .execute();
    }
}
