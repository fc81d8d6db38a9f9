package dev.berth.access;

import dev.berth.aws.AccountId;
import java.time.Instant;
import org.jdbi.v3.core.Handle;

/** SQL of {@code account}. */
final class AccountStore {

    boolean exists(Handle sql, AccountId account) {
        return sql.createQuery("SELECT id FROM account WHERE id = :id")
                .bind("id", account.value())
                .mapTo(String.class)
                .findOne()
                .isPresent();
    }

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
}
