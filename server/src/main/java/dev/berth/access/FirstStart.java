package dev.berth.access;

import dev.berth.aws.AccountId;
import dev.berth.db.Database;

/** Makes sure that the default account exists and that someone can sign for it. */
public final class FirstStart {

    /** A key of the account's root; {@code created} when there was none before. */
    public record RootAccessKey(AccessKey key, boolean created) {}

    private final Database database;
    private final Accounts accounts;
    private final AccessKeys keys;

    public FirstStart(Database database, Accounts accounts, AccessKeys keys) {
        this.database = database;
        this.accounts = accounts;
        this.keys = keys;
    }

    /**
     * Answers the same key at each start, so that whoever stores it can make up for a start that
     * ended between this and the storing.
     */
    public RootAccessKey ensureRootAccessKey(AccountId account) {
        return keys.findOldestOf(account)
                .map(key -> new RootAccessKey(key, false))
                .orElseGet(() -> create(account));
    }

    private RootAccessKey create(AccountId account) {
        return database.write(tx -> {
            accounts.create(tx, account);
            return keys.findOldestOf(tx, account)
                    .map(key -> new RootAccessKey(key, false))
                    .orElseGet(() -> new RootAccessKey(keys.create(tx, account), true));
        });
    }
}
