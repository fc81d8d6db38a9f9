package dev.berth.identity;

import dev.berth.access.Directory;
import dev.berth.aws.AccountId;
import dev.berth.config.ConfigFaults;
import dev.berth.db.Database;
import dev.berth.db.Tx;
import dev.berth.events.Actor;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Makes all accounts so as a file declares them, in one transaction: a file is taken as a whole, or
 * not at all. What was declared before and is no longer goes; what was made through the API stays.
 */
public final class Declarations {
    private static final Actor ACTOR = new Actor("berth:job/identities-file", "");

    private final Database database;
    private final IdentityChanges changes;
    private final Directory directory;
    private final DeclaredPlanner planner;
    private final SnapshotLoader loader = new SnapshotLoader();
    private final DeclaredStore store = new DeclaredStore();

    public Declarations(
            Database database,
            IdentityChanges changes,
            Directory directory,
            DeclaredPlanner planner) {
        this.database = database;
        this.changes = changes;
        this.directory = directory;
        this.planner = planner;
    }

    /** Ends the transaction: none of the changes is to be. */
    private static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final transient List<String> faults;

        Refused(List<String> faults) {
            super(String.join("; ", faults), null, false, false);
            this.faults = faults;
        }
    }

    /**
     * Answers how many steps it took; none where everything is so already.
     *
     * @throws ConfigFaults with everything that is in the way; nothing is changed then
     */
    public int apply(Declared declared) throws ConfigFaults {
        NavigableMap<AccountId, Declared.Account> wanted =
                database.read(tx -> accounts(tx, declared));
        DeclaredSteps first = database.read(tx -> plan(tx, wanted));
        if (!first.faults().isEmpty()) {
            throw new ConfigFaults(first.faults());
        }
        if (first.count() == 0) {
            return 0;
        }
        try {
            return changes.declare(
                    wanted.navigableKeySet(), ACTOR, (tx, under) -> run(tx, under, wanted));
        } catch (Refused e) {
            throw new ConfigFaults(e.faults);
        }
    }

    /** Plans again: until the accounts were held, others may have changed what was read. */
    private int run(Tx tx, Map<AccountId, Change> under, Map<AccountId, Declared.Account> wanted) {
        DeclaredSteps steps = plan(tx, wanted);
        steps.run(under);
        if (!steps.faults().isEmpty()) {
            throw new Refused(steps.faults());
        }
        return steps.count();
    }

    /** Those of the file, and those that the file does not have any more. */
    private NavigableMap<AccountId, Declared.Account> accounts(Tx tx, Declared declared) {
        NavigableMap<AccountId, Declared.Account> wanted =
                new TreeMap<>(Comparator.comparing(AccountId::value));
        store.accounts(tx.sql()).forEach(id -> wanted.put(id, Declared.Account.nothing(id)));
        declared.accounts().forEach(account -> wanted.put(account.id(), account));
        return wanted;
    }

    private DeclaredSteps plan(Tx tx, Map<AccountId, Declared.Account> wanted) {
        var steps = new DeclaredSteps();
        var plan = planner.within(new DirectoryOfChange(directory, tx), steps);
        wanted.forEach((id, account) -> {
            Optional<AccountSnapshot> now = loader.load(tx, id);
            if (now.isEmpty()) {
                steps.add(DeclaredSteps.Phase.LOOSEN, id, account.at(), _ -> {}); // it is made
            }
            plan.plan(now.orElseGet(() -> AccountSnapshot.empty(id)), account);
        });
        return steps;
    }
}
