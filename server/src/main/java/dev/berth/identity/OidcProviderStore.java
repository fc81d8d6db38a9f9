package dev.berth.identity;

import dev.berth.aws.AccountId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** SQL of {@code iam_oidc_provider} and its clients and thumbprints. */
final class OidcProviderStore {

    /** Without what belongs to it. */
    Optional<OidcProvider> find(Handle sql, AccountId account, String url) {
        return sql.createQuery(
                        """
                        SELECT id, url, created_at, declared
                          FROM iam_oidc_provider
                         WHERE account = :account AND url = :url
                        """)
                .bind("account", account.value())
                .bind("url", url)
                .map((row, _) ->
                        new OidcProvider(
                                account,
                                row.getString("id"),
                                row.getString("url"),
                                List.of(),
                                List.of(),
                                Instant.ofEpochMilli(row.getLong("created_at")),
                                row.getBoolean("declared"),
                                Held.NOTHING))
                .findOne();
    }

    int count(Handle sql, AccountId account) {
        return sql.createQuery("SELECT COUNT(*) FROM iam_oidc_provider WHERE account = :account")
                .bind("account", account.value())
                .mapTo(Integer.class)
                .one();
    }

    void insert(Handle sql, OidcProvider provider) {
        sql.createUpdate(
                        """
                        INSERT INTO iam_oidc_provider (id, account, url, created_at, declared)
                        VALUES (:id, :account, :url, :createdAt, :declared)
                        """)
                .bind("id", provider.id())
                .bind("account", provider.account().value())
                .bind("url", provider.url())
                .bind("createdAt", provider.createdAt().toEpochMilli())
                .bind("declared", provider.declared())
                .execute();
    }

    void addClient(Handle sql, String provider, String client) {
        sql.createUpdate(
                        """
                        INSERT INTO iam_oidc_client (provider_id, client_id)
                        VALUES (:provider, :client)
                            ON CONFLICT (provider_id, client_id) DO NOTHING
                        """)
                .bind("provider", provider)
                .bind("client", client)
                .execute();
    }

    int countClients(Handle sql, String provider) {
        return sql.createQuery("SELECT COUNT(*) FROM iam_oidc_client WHERE provider_id = :provider")
                .bind("provider", provider)
                .mapTo(Integer.class)
                .one();
    }

    void removeClient(Handle sql, String provider, String client) {
        sql.createUpdate(
                        """
                        DELETE FROM iam_oidc_client
                         WHERE provider_id = :provider AND client_id = :client
                        """)
                .bind("provider", provider)
                .bind("client", client)
                .execute();
    }

    void setThumbprints(Handle sql, String provider, List<String> thumbprints) {
        deleteAll(sql, "DELETE FROM iam_oidc_thumbprint WHERE provider_id = :id", provider);
        for (String thumbprint : thumbprints) {
            sql.createUpdate(
                            """
                            INSERT INTO iam_oidc_thumbprint (provider_id, thumbprint)
                            VALUES (:provider, :thumbprint)
                            """)
                    .bind("provider", provider)
                    .bind("thumbprint", thumbprint)
                    .execute();
        }
    }

    void setDeclared(Handle sql, String provider, boolean declared) {
        sql.createUpdate("UPDATE iam_oidc_provider SET declared = :declared WHERE id = :id")
                .bind("declared", declared)
                .bind("id", provider)
                .execute();
    }

    void delete(Handle sql, String provider) {
        deleteAll(sql, "DELETE FROM iam_oidc_client WHERE provider_id = :id", provider);
        deleteAll(sql, "DELETE FROM iam_oidc_thumbprint WHERE provider_id = :id", provider);
        deleteAll(sql, "DELETE FROM iam_oidc_provider WHERE id = :id", provider);
    }

    private static void deleteAll(Handle sql, String statement, String id) {
        sql.createUpdate(statement).bind("id", id).execute();
    }
}
