package dev.berth.identity;

import dev.berth.aws.AccountId;
import dev.berth.db.Database;
import dev.berth.db.Tx;
import dev.berth.events.Actor;
import dev.berth.events.Outbox;
import dev.berth.runtime.Clocks;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * The one frame in which identities change. Changes of an account wait for each other, so that what
 * one looks up stays as it is until it commits; and whoever was told of a change is decided by it
 * on this node, because what is known in memory is renewed before the answer.
 */
public final class IdentityChanges {

    /** Who keeps the identities in memory. */
    @FunctionalInterface
    public interface Renewal {

        /**
         * An account's identities were changed and are committed. Called on the thread of who
         * changed them.
         *
         * @param version of the account, or a later one, must be known when this returns
         */
        void renew(AccountId account, long version);
    }

    private record Done<T>(T result, long version) {}

    private final Database database;
    private final Outbox outbox;
    private final Clocks clocks;
    private final Renewal renewal;
    private final AccountStore accounts = new AccountStore();

    public IdentityChanges(Database database, Outbox outbox, Clocks clocks, Renewal renewal) {
        this.database = database;
        this.outbox = outbox;
        this.clocks = clocks;
        this.renewal = renewal;
    }

    /** Does all of the work or, when it throws, nothing of it. */
    public <T> T change(AccountId account, Actor actor, Function<Change, T> work) {
        return run(account, actor, false, work);
    }

    /** The same, of the file of identities: it alone changes what is declared there. */
    public <T> T declare(AccountId account, Actor actor, Function<Change, T> work) {
        return run(account, actor, true, work);
    }

    /**
     * The same for several accounts at once; those that are not there yet are made. They are held
     * in their order, so that no two wait for each other.
     */
    <T> T declare(
            SortedSet<AccountId> declared,
            Actor actor,
            BiFunction<Tx, Map<AccountId, Change>, T> work) {
        Map<AccountId, Long> versions = new HashMap<>();
        T result =
                database.write(tx -> {
                    versions.clear();
                    Instant now = clocks.business().instant();
                    Map<AccountId, Change> under = new HashMap<>();
                    for (AccountId account : declared) {
                        accounts.insert(tx.sql(), account, now);
                        versions.put(account, begin(tx, account));
                        under.put(account, new Change(tx, account, actor, now, true, outbox));
                    }
                    return work.apply(tx, under);
                });
        versions.forEach(renewal::renew);
        return result;
    }

    private <T> T run(AccountId account, Actor actor, boolean declares, Function<Change, T> work) {
        Done<T> done =
                database.write(tx -> {
                    long version = begin(tx, account);
                    var change =
                            new Change(
                                    tx,
                                    account,
                                    actor,
                                    clocks.business().instant(),
                                    declares,
                                    outbox);
                    return new Done<>(work.apply(change), version);
                });
        renewal.renew(account, done.version());
        return done.result();
    }

    private long begin(Tx tx, AccountId account) {
        if (!accounts.advance(tx.sql(), account)) {
            throw noAccount(account);
        }
        return accounts.find(tx.sql(), account).orElseThrow(() -> noAccount(account)).version();
    }

    private static RuntimeException noAccount(AccountId account) {
        return Refusal.noSuchEntity("The account with id %s cannot be found.".formatted(account));
    }
}
