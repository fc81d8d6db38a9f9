package dev.berth.identity;

import dev.berth.aws.AccountId;
import dev.berth.aws.Arn;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** SQL of what is declared anywhere, and of principals by their names and ids. */
final class DeclaredStore {

    /** Accounts that have anything declared. */
    List<AccountId> accounts(Handle sql) {
        return sql.createQuery(
                        """
                        SELECT account FROM iam_user WHERE declared = :yes
                        UNION SELECT account FROM iam_group WHERE declared = :yes
                        UNION SELECT account FROM iam_role WHERE declared = :yes
                        UNION SELECT account FROM iam_policy WHERE declared = :yes
                        UNION SELECT account FROM iam_oidc_provider WHERE declared = :yes
                        UNION SELECT account FROM iam_service_caller
                        UNION SELECT id FROM account
                               WHERE alias_declared = :yes OR root_declared = :yes
                        ORDER BY 1
                        """)
                .bind("yes", true)
                .map((row, _) -> new AccountId(row.getString(1)))
                .list();
    }

    boolean hasAccount(Handle sql, AccountId account) {
        return sql.createQuery("SELECT id FROM account WHERE id = :id")
                .bind("id", account.value())
                .mapTo(String.class)
                .findOne()
                .isPresent();
    }

    /** The id of a user or role. */
    Optional<String> principal(
            Handle sql, AccountId account, String kind, String path, String name) {
        return sql.createQuery(
                        """
                        SELECT id
                          FROM iam_user
                         WHERE :kind = 'user'
                           AND account = :account AND path = :path AND name = :name
                        UNION
                        SELECT id
                          FROM iam_role
                         WHERE :kind = 'role'
                           AND account = :account AND path = :path AND name = :name
                        """)
                .bind("kind", kind)
                .bind("account", account.value())
                .bind("path", path)
                .bind("name", name)
                .mapTo(String.class)
                .findOne();
    }

    Optional<Arn> arn(Handle sql, String id) {
        return sql.createQuery(
                        """
                        SELECT account, 'user' AS kind, path, name FROM iam_user WHERE id = :id
                        UNION
                        SELECT account, 'role' AS kind, path, name FROM iam_role WHERE id = :id
                        """)
                .bind("id", id)
                .map((row, _) ->
                        Arn.iam(
                                new AccountId(row.getString("account")),
                                row.getString("kind")
                                        + row.getString("path")
                                        + row.getString("name")))
                .findOne();
    }
}
