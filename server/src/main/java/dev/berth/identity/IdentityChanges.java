package dev.berth.identity;

import dev.berth.aws.AccountId;
import dev.berth.db.Database;
import dev.berth.events.Actor;
import dev.berth.events.Outbox;
import dev.berth.problem.IdentityFault;
import dev.berth.runtime.Clocks;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The one frame in which identities change. Changes of an account wait for each other, so that what
 * one looks up stays as it is until it commits; and whoever was told of a change is decided by it
 * on this node, because what is known in memory is renewed before the answer.
 */
public final class IdentityChanges {
    private final Database database;
    private final Outbox outbox;
    private final Clocks clocks;
    private final Consumer<AccountId> renewal;
    private final AccountStore accounts = new AccountStore();

    /**
     * @param renewal called after the commit, on the thread of who changes
     */
    public IdentityChanges(
            Database database, Outbox outbox, Clocks clocks, Consumer<AccountId> renewal) {
        this.database = database;
        this.outbox = outbox;
        this.clocks = clocks;
        this.renewal = renewal;
    }

    /** Does all of the work or, when it throws, nothing of it. */
    public <T> T change(AccountId account, Actor actor, Function<Change, T> work) {
        T result =
                database.write(tx -> {
                    if (!accounts.advance(tx.sql(), account)) {
                        throw Refusal.of(
                                IdentityFault.NO_SUCH_ENTITY,
                                "The account with id %s cannot be found.".formatted(account));
                    }
                    return work.apply(
                            new Change(tx, account, actor, clocks.business().instant(), outbox));
                });
        renewal.accept(account);
        return result;
    }
}
