package dev.berth.identity;

import dev.berth.access.AccessKey;
import dev.berth.aws.AccountId;
import dev.berth.events.Actor;
import java.util.List;
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
     * ended between this and the storing. Empty where somebody has deactivated all that there are:
     * that is not undone by a start.
     */
    public Optional<RootAccessKey> ensureRootAccessKey(AccountId account) {
        accounts.create(account);
        List<StoredKey> known = identities.account(account).keysOf(null);
        if (known.isEmpty()) {
            AccessKey key = changes.change(account, ACTOR, change -> keys.create(change, null));
            return Optional.of(new RootAccessKey(key, true));
        }
        return known.stream()
                .filter(StoredKey::active)
                .findFirst()
                .map(key -> new RootAccessKey(keys.opened(key), false));
    }
}
