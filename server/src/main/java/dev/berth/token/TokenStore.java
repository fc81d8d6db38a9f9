package dev.berth.token;

import dev.berth.aws.AccountId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** SQL of {@code registry_token}. */
final class TokenStore {

    /**
     * Which tokens of an account to list.
     *
     * @param holderId of one holder; empty for all
     * @param after the id that the page before ended with; empty for the first
     */
    record Listing(AccountId account, String holderId, boolean logins, String after, Instant now) {}

    void insert(Handle sql, TokenRecord token) {
        sql.createUpdate(
                        """
                        INSERT INTO registry_token
                               (id, account, principal_id, principal, name, description, scope,
                                access_key_id, issued_at, expires_at)
                        VALUES (:id, :account, :holder, :principal, :name, :description, :scope,
                                :key, :issuedAt, :expiresAt)
                            ON CONFLICT (id) DO NOTHING
                        """)
                .bind("id", token.id().toString())
                .bind("account", token.account().value())
                .bind("holder", token.holderId())
                .bind("principal", token.principal())
                .bind("name", token.name())
                .bind("description", token.description())
                .bind("scope", ScopeText.of(token.scope()))
                .bind("key", token.accessKeyId())
                .bind("issuedAt", token.issuedAt().toEpochMilli())
                .bind("expiresAt", token.expiresAt().toEpochMilli())
                .execute();
    }

    /** In the order of their ids, which is that of their time. */
    List<TokenRecord> list(Handle sql, Listing listing, int limit) {
        return sql.createQuery(
                        """
                        SELECT id, account, principal_id, principal, name, description, scope,
                               access_key_id, issued_at, expires_at, last_used_at, revoked_at
                          FROM registry_token
                         WHERE account = :account AND id > :after AND expires_at > :now
                           AND (:holder = '' OR principal_id = :holder)
                           AND (:logins OR name <> '')
                         ORDER BY id
                         LIMIT :limit
                        """)
                .bind("account", listing.account().value())
                .bind("after", listing.after())
                .bind("now", listing.now().toEpochMilli())
                .bind("holder", listing.holderId())
                .bind("logins", listing.logins())
                .bind("limit", limit)
                .map((row, _) -> token(row))
                .list();
    }

    Optional<TokenRecord> find(Handle sql, AccountId account, UUID id) {
        return sql.createQuery(
                        """
                        SELECT id, account, principal_id, principal, name, description, scope,
                               access_key_id, issued_at, expires_at, last_used_at, revoked_at
                          FROM registry_token
                         WHERE id = :id AND account = :account
                        """)
                .bind("id", id.toString())
                .bind("account", account.value())
                .map((row, _) -> token(row))
                .findOne();
    }

    /** The first time stays. */
    void revoke(Handle sql, UUID id, Instant at) {
        sql.createUpdate(
                        """
                        UPDATE registry_token SET revoked_at = :at
                         WHERE id = :id AND revoked_at IS NULL
                        """)
                .bind("id", id.toString())
                .bind("at", at.toEpochMilli())
                .execute();
    }

    void revokeAllOf(Handle sql, AccountId account, String holderId, Instant at) {
        sql.createUpdate(
                        """
                        UPDATE registry_token SET revoked_at = :at
                         WHERE account = :account AND principal_id = :holder
                           AND revoked_at IS NULL
                        """)
                .bind("account", account.value())
                .bind("holder", holderId)
                .bind("at", at.toEpochMilli())
                .execute();
    }

    /** Of those that have not ended anyway. */
    List<UUID> revoked(Handle sql, Instant now) {
        return sql.createQuery(
                        """
                        SELECT id
                          FROM registry_token
                         WHERE revoked_at IS NOT NULL AND expires_at > :now
                        """)
                .bind("now", now.toEpochMilli())
                .map((row, _) -> UUID.fromString(row.getString("id")))
                .list();
    }

    void used(Handle sql, UUID id, Instant at) {
        sql.createUpdate(
                        """
                        UPDATE registry_token SET last_used_at = :at
                         WHERE id = :id AND (last_used_at IS NULL OR last_used_at < :at)
                        """)
                .bind("id", id.toString())
                .bind("at", at.toEpochMilli())
                .execute();
    }

    /** How many went. */
    int deleteEndedBefore(Handle sql, Instant at, int limit) {
        return sql.createUpdate(
                        """
                        DELETE FROM registry_token
                         WHERE id IN (SELECT id FROM registry_token
                                       WHERE expires_at < :at
                                       ORDER BY expires_at
                                       LIMIT :limit)
                        """)
                .bind("at", at.toEpochMilli())
                .bind("limit", limit)
                .execute();
    }

    private static TokenRecord token(ResultSet row) throws SQLException {
        return new TokenRecord(
                UUID.fromString(row.getString("id")),
                new AccountId(row.getString("account")),
                row.getString("principal_id"),
                row.getString("principal"),
                row.getString("name"),
                row.getString("description"),
                ScopeText.parse(row.getString("scope")),
                row.getString("access_key_id"),
                Instant.ofEpochMilli(row.getLong("issued_at")),
                Instant.ofEpochMilli(row.getLong("expires_at")),
                instant(row, "last_used_at"),
                instant(row, "revoked_at"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? null : Instant.ofEpochMilli(millis);
    }
}
