package dev.berth.access;

import dev.berth.aws.AccountId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** SQL of {@code access_key}. */
final class AccessKeyStore {

    /** A row; its secret is sealed. */
    record Row(String id, AccountId account, SealedSecret secret) {}

    void insert(Handle sql, Row row, Instant createdAt) {
        sql.createUpdate(
                        """
                        INSERT INTO access_key (id, account, sealed_secret, active, created_at)
                        VALUES (:id, :account, :secret, :active, :createdAt)
                        """)
                .bind("id", row.id())
                .bind("account", row.account().value())
                .bind("secret", row.secret().bytes())
                .bind("active", true)
                .bind("createdAt", createdAt.toEpochMilli())
                .execute();
    }

    Optional<Row> findActive(Handle sql, String id) {
        return sql.createQuery(
                        """
                        SELECT id, account, sealed_secret
                          FROM access_key
                         WHERE id = :id AND active = :active
                        """)
                .bind("id", id)
                .bind("active", true)
                .map((rows, _) -> row(rows))
                .findOne();
    }

    Optional<Row> findOldestActiveOf(Handle sql, AccountId account) {
        return sql.createQuery(
                        """
                        SELECT id, account, sealed_secret
                          FROM access_key
                         WHERE account = :account AND active = :active
                         ORDER BY created_at, id
                         LIMIT 1
                        """)
                .bind("account", account.value())
                .bind("active", true)
                .map((rows, _) -> row(rows))
                .findOne();
    }

    /** True when there was an active key of this id. */
    boolean deactivate(Handle sql, String id) {
        return sql.createUpdate(
                                """
                                UPDATE access_key
                                   SET active = :inactive
                                 WHERE id = :id AND active = :active
                                """)
                        .bind("inactive", false)
                        .bind("id", id)
                        .bind("active", true)
                        .execute()
                > 0;
    }

    /** Any one row: enough to see whether a root key fits. */
    Optional<Row> findAny(Handle sql) {
        return sql.createQuery("SELECT id, account, sealed_secret FROM access_key LIMIT 1")
                .map((rows, _) -> row(rows))
                .findOne();
    }

    private static Row row(ResultSet rows) throws SQLException {
        return new Row(
                rows.getString("id"),
                new AccountId(rows.getString("account")),
                new SealedSecret(rows.getBytes("sealed_secret")));
    }
}
