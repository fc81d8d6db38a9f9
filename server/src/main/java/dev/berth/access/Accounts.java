package dev.berth.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.berth.aws.AccountId;
import dev.berth.db.Database;
import dev.berth.db.Tx;
import dev.berth.runtime.WouldBlock;
import java.time.InstantSource;

/** The accounts of this server. An account is never removed, so what exists can be remembered. */
public final class Accounts {
    private static final int MAX_REMEMBERED = 10_000;

    private final Database database;
    private final InstantSource clock;
    private final AccountStore store = new AccountStore();
    private final Cache<AccountId, Boolean> known =
            Caffeine.newBuilder().maximumSize(MAX_REMEMBERED).build();

    public Accounts(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    public boolean exists(AccountId account) {
        if (known.getIfPresent(account) != null) {
            return true;
        }
        WouldBlock.unlessMayBlock();
        boolean exists = database.read(tx -> store.exists(tx.sql(), account));
        if (exists) {
            known.put(account, true);
        }
        return exists;
    }

    /** False when the account was there already. */
    public boolean create(AccountId account) {
        return database.write(tx -> create(tx, account));
    }

    boolean create(Tx tx, AccountId account) {
        return store.insert(tx.sql(), account, clock.instant());
    }
}
