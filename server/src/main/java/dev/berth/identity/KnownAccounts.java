package dev.berth.identity;

import dev.berth.aws.AccountId;
import dev.berth.aws.Arn;
import dev.berth.db.ReadableDatabase;
import dev.berth.problem.AccessProblem;
import dev.berth.problem.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;

/** The newest snapshot of each account, and how old that knowledge may get. */
final class KnownAccounts {
    static final Duration MAX_AGE = Duration.ofSeconds(30);

    private final ReadableDatabase database;
    private final InstantSource clock;
    private final Function<AccountSnapshot, Standings> standings;
    private final Consumer<AccountSnapshot> replaced;
    private final SnapshotLoader loader = new SnapshotLoader();
    private final AccountStore accounts = new AccountStore();
    private final ConcurrentHashMap<AccountId, Standings> known = new ConcurrentHashMap<>();

    /** Where to look for an id; whether it is there, the account's snapshot says. */
    private final ConcurrentHashMap<String, AccountId> places = new ConcurrentHashMap<>();

    private final ReentrantLock loading = new ReentrantLock();
    private volatile Instant refreshed = Instant.EPOCH;

    /**
     * @param clock the real one
     * @param replaced called with each snapshot for which there is a newer one
     */
    KnownAccounts(
            ReadableDatabase database,
            InstantSource clock,
            Function<AccountSnapshot, Standings> standings,
            Consumer<AccountSnapshot> replaced) {
        this.database = database;
        this.clock = clock;
        this.standings = standings;
        this.replaced = replaced;
    }

    /** Takes in what was changed elsewhere. */
    void refresh() {
        Instant begun = clock.instant();
        Map<AccountId, Long> versions = database.read(tx -> accounts.versions(tx.sql()));
        versions.forEach((account, version) -> {
            Standings have = known.get(account);
            if (have == null || have.account().version() != version) {
                load(account);
            }
        });
        refreshed = begun;
    }

    /** Has this version of an account, or a later one, be known. */
    void renew(AccountId account, long version) {
        loading.lock();
        try {
            Standings have = known.get(account);
            if (have == null || have.account().version() < version) {
                load(account);
            }
        } finally {
            loading.unlock();
        }
    }

    /** One at a time, so that no older reading replaces a newer one. */
    private void load(AccountId account) {
        loading.lock();
        try {
            database.read(tx -> loader.load(tx, account)).ifPresent(this::install);
        } finally {
            loading.unlock();
        }
    }

    private void install(AccountSnapshot snapshot) {
        var ids = new HashSet<>(snapshot.globalIds());
        ids.forEach(id -> places.put(id, snapshot.account()));
        Standings before = known.put(snapshot.account(), standings.apply(snapshot));
        if (before != null) {
            for (String id : before.account().globalIds()) {
                if (!ids.contains(id)) {
                    places.remove(id, snapshot.account()); // another account may have it now
                }
            }
            replaced.accept(before.account());
        }
    }

    /** Of all accounts, in the order of their ids. */
    List<AccountSnapshot> all() {
        requireFresh();
        return known.values().stream()
                .map(Standings::account)
                .sorted(Comparator.comparing(account -> account.account().value()))
                .toList();
    }

    /** The account that an ARN names. */
    Optional<Standings> of(Arn arn) {
        requireFresh();
        return AccountId.tryParse(arn.account()).flatMap(this::find);
    }

    /** The account in which a key, a user or a role has this id. */
    Optional<Standings> place(String id) {
        requireFresh();
        return Optional.ofNullable(places.get(id)).flatMap(this::find);
    }

    Optional<Standings> find(AccountId account) {
        requireFresh();
        return Optional.ofNullable(known.get(account));
    }

    /** A clock that was set back does not make old knowledge new. */
    void requireFresh() {
        if (Duration.between(refreshed, clock.instant()).abs().compareTo(MAX_AGE) > 0) {
            throw new ProblemException(new AccessProblem.IdentitiesStale());
        }
    }
}
