package dev.berth.identity;

import dev.berth.access.AccessKey;
import dev.berth.aws.AccountId;
import dev.berth.events.Actor;
import java.util.function.Consumer;

/**
 * Exchanges the key of an account's root in two changes, with room between them to store the new
 * one: at every moment there is an active key that somebody knows.
 */
public final class RootKeys {
    private final IdentityChanges changes;
    private final AccessKeys keys;

    public RootKeys(IdentityChanges changes, AccessKeys keys) {
        this.changes = changes;
        this.keys = keys;
    }

    /** A new key beside those that there are, however many: {@link #retireOthers} is next. */
    public AccessKey create(AccountId account, Actor actor) {
        return changes.change(account, actor, keys::createBeyondQuota);
    }

    /**
     * Deactivates every other key of the root, and deletes those that were inactive already: of
     * what was exchanged before nothing piles up. Answers how many it deactivated.
     *
     * @param also ends, in the same change, what the root was issued beside its keys
     */
    public int retireOthers(AccountId account, Actor actor, String kept, Consumer<Change> also) {
        return changes.change(
                account,
                actor,
                change -> {
                    also.accept(change);
                    int retired = 0;
                    for (StoredKey key : keys.ofRoot(change)) {
                        if (key.id().equals(kept)) {
                            continue;
                        }
                        if (key.active()) {
                            keys.setActive(change, null, key.id(), false);
                            retired++;
                        } else {
                            keys.delete(change, null, key.id());
                        }
                    }
                    return retired;
                });
    }
}
