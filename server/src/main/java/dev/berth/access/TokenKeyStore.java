package dev.berth.access;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** SQL of {@code token_key}. */
final class TokenKeyStore {

    /**
     * @param retiredAt since when it signs no more; null while it does
     * @param neededUntil when the longest of its tokens ends; null while none is a long one
     */
    record Row(
            UUID id,
            SealedSecret secret,
            Instant createdAt,
            @Nullable Instant retiredAt,
            @Nullable Instant neededUntil) {}

    void insert(Handle sql, Row row) {
        sql.createUpdate(
                        """
                        INSERT INTO token_key (id, sealed_key, created_at)
                        VALUES (:id, :key, :createdAt)
                        """)
                .bind("id", row.id().toString())
                .bind("key", row.secret().bytes())
                .bind("createdAt", row.createdAt().toEpochMilli())
                .execute();
    }

    /** Newest first. */
    List<Row> list(Handle sql) {
        return sql.createQuery(
                        """
                        SELECT id, sealed_key, created_at, retired_at, needed_until
                          FROM token_key
                         ORDER BY created_at DESC, id DESC
                        """)
                .map((rows, _) -> row(rows))
                .list();
    }

    /** Any one row: enough to see whether a root key fits. */
    Optional<Row> findAny(Handle sql) {
        return sql.createQuery(
                        """
                        SELECT id, sealed_key, created_at, retired_at, needed_until
                          FROM token_key
                         LIMIT 1
                        """)
                .map((rows, _) -> row(rows))
                .findOne();
    }

    void retireAll(Handle sql, Instant at) {
        sql.createUpdate("UPDATE token_key SET retired_at = :at WHERE retired_at IS NULL")
                .bind("at", at.toEpochMilli())
                .execute();
    }

    /** But for those of which a token still lives. */
    void deleteRetiredBefore(Handle sql, Instant at, Instant now) {
        sql.createUpdate(
                        """
                        DELETE FROM token_key
                         WHERE retired_at < :at AND (needed_until IS NULL OR needed_until < :now)
                        """)
                .bind("at", at.toEpochMilli())
                .bind("now", now.toEpochMilli())
                .execute();
    }

    /** False when there is no such key. */
    boolean need(Handle sql, UUID id, Instant until) {
        return sql.createUpdate(
                                """
                                UPDATE token_key
                                   SET needed_until = CASE WHEN needed_until > :until
                                                           THEN needed_until ELSE :until END
                                 WHERE id = :id
                                """)
                        .bind("id", id.toString())
                        .bind("until", until.toEpochMilli())
                        .execute()
                > 0;
    }

    /** True when there was a key of this id. */
    boolean delete(Handle sql, UUID id) {
        return sql.createUpdate("DELETE FROM token_key WHERE id = :id")
                        .bind("id", id.toString())
                        .execute()
                > 0;
    }

    private static Row row(ResultSet rows) throws SQLException {
        return new Row(
                UUID.fromString(rows.getString("id")),
                new SealedSecret(rows.getBytes("sealed_key")),
                Instant.ofEpochMilli(rows.getLong("created_at")),
                instant(rows, "retired_at"),
                instant(rows, "needed_until"));
    }

    private static @Nullable Instant instant(ResultSet rows, String column) throws SQLException {
        long millis = rows.getLong(column);
        return rows.wasNull() ? null : Instant.ofEpochMilli(millis);
    }
}
