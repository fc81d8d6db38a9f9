package dev.berth.identity;

import dev.berth.aws.AccountId;
import dev.berth.db.Tx;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Reads an account as it is at one moment, also where a transaction sees what others commit. */
final class SnapshotLoader {
    /** Only a stream of changes without a pause needs more. */
    private static final int MOST_TRIES = 20;

    private final AccountStore accounts = new AccountStore();
    private final SnapshotStore entities = new SnapshotStore();
    private final AccessKeyStore keys = new AccessKeyStore();

    /** Empty where there is no such account. */
    Optional<AccountSnapshot> load(Tx tx, AccountId account) {
        Optional<AccountStore.Row> before = accounts.find(tx.sql(), account);
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            if (before.isEmpty()) {
                return Optional.empty();
            }
            var read = new AccountSnapshot(before.get(), read(tx.sql(), account));
            Optional<AccountStore.Row> after = accounts.find(tx.sql(), account);
            if (after.equals(before)) {
                return Optional.of(read);
            }
            before = after;
        }
        throw new IllegalStateException("the account changes all the time: " + account);
    }

    private AccountSnapshot.Entities read(Handle sql, AccountId account) {
        Map<String, Held> held = entities.held(sql, account);
        return new AccountSnapshot.Entities(
                entities.users(sql, account, held),
                entities.groups(sql, account, held),
                entities.roles(sql, account, held),
                entities.policies(sql, account, held),
                entities.providers(sql, account, held),
                keys.all(sql, account),
                entities.serviceCallers(sql, account));
    }
}
