package dev.berth.identity;

import dev.berth.access.AccessKey;
import dev.berth.aws.AccountId;
import dev.berth.events.Actor;
import java.util.Optional;

/** Makes sure that the default account exists and that someone can sign for it. */
public final class FirstStart {
    private static final Actor ACTOR = new Actor("berth:job/first-start", "");

    /** A key of the account's root; {@code created} when there was none before. */
    public record RootAccessKey(AccessKey key, boolean created) {}

    private final Accounts accounts;
    private final IdentityChanges changes;
    private final Identities identities;
    private final AccessKeys keys;

    public FirstStart(
            Accounts accounts, IdentityChanges changes, Identities identities, AccessKeys keys) {
        this.accounts = accounts;
        this.changes = changes;
        this.identities = identities;
        this.keys = keys;
    }

    /**
     * Answers the same key at each start, so that whoever stores it can make up for a start that
     * ended between this and the storing.
     */
    public RootAccessKey ensureRootAccessKey(AccountId account) {
        accounts.create(account);
        return oldestOf(account)
                .map(key -> new RootAccessKey(keys.opened(key), false))
                .orElseGet(() ->
                        new RootAccessKey(
                                changes.change(account, ACTOR, change -> keys.create(change, null)),
                                true));
    }

    private Optional<StoredKey> oldestOf(AccountId account) {
        return identities.account(account).keysOf(null).stream()
                .filter(StoredKey::active)
                .findFirst();
    }
}
