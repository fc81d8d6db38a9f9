package dev.berth.identity;

import dev.berth.aws.AccountId;
import org.jdbi.v3.core.Handle;

/** SQL of {@code account}. */
final class AccountStore {

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
}
