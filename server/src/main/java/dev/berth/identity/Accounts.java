package dev.berth.identity;

import dev.berth.aws.AccountId;
import dev.berth.aws.Arn;
import dev.berth.db.Database;
import dev.berth.runtime.Clocks;
import java.util.Map;
import java.util.regex.Pattern;

/** The accounts of this server. An account is never removed. */
public final class Accounts {
    private static final Pattern ALIAS = Pattern.compile("(?!.*--)[a-z0-9][a-z0-9-]{1,61}[a-z0-9]");

    private final Database database;
    private final Clocks clocks;
    private final IdentityChanges.Renewal renewal;
    private final AccountStore store = new AccountStore();

    public Accounts(Database database, Clocks clocks, IdentityChanges.Renewal renewal) {
        this.database = database;
        this.clocks = clocks;
        this.renewal = renewal;
    }

    /** False when the account was there already. Nobody can sign for a new one. */
    public boolean create(AccountId account) {
        boolean created =
                database.write(tx -> store.insert(tx.sql(), account, clocks.business().instant()));
        renewal.renew(account, 0);
        return created;
    }

    /** A disabled root cannot sign, and what it had signed for is void. */
    public void setRootDisabled(Change change, boolean disabled) {
        change.requireChangeable(row(change).rootDeclared(), "root of the account");
        setRoot(change, disabled, false);
    }

    /** The same by the file of identities; {@code declared}: whether it still says so. */
    void declareRoot(Change change, boolean disabled, boolean declared) {
        setRoot(change, disabled, declared);
    }

    private void setRoot(Change change, boolean disabled, boolean declared) {
        store.setRoot(change.sql(), change.account(), disabled, declared);
        change.note(
                disabled ? "identity.root-disabled" : "identity.root-enabled",
                Arn.iam(change.account(), "root"),
                Map.of());
    }

    /** The name under which an account is known; unique among all. */
    public void setAlias(Change change, String alias) {
        if (!ALIAS.matcher(alias).matches()) {
            throw Refusal.invalid(
                    "1 validation error detected: Value '%s' at 'accountAlias' failed to satisfy constraint: Member must satisfy regular expression pattern: ^[a-z0-9]([a-z0-9]|-(?!-)){1,61}[a-z0-9]$"
                            .formatted(alias));
        }
        requireChangeableAlias(change);
        if (!store.setAlias(change.sql(), change.account(), alias, change.declares())) {
            throw Refusal.alreadyExists("The account alias %s already exists.".formatted(alias));
        }
        change.note(
                "identity.alias-set", Arn.iam(change.account(), "root"), Map.of("alias", alias));
    }

    public void removeAlias(Change change, String alias) {
        boolean known =
                store.find(change.sql(), change.account())
                        .filter(row -> alias.equals(row.alias()))
                        .isPresent();
        if (!known) {
            throw Refusal.noSuchEntity("The account alias %s cannot be found.".formatted(alias));
        }
        requireChangeableAlias(change);
        store.setAlias(change.sql(), change.account(), null, false);
        change.note(
                "identity.alias-removed",
                Arn.iam(change.account(), "root"),
                Map.of("alias", alias));
    }

    private void requireChangeableAlias(Change change) {
        change.requireChangeable(row(change).aliasDeclared(), "alias of the account");
    }

    /** The frame of changes has found it. */
    private AccountStore.Row row(Change change) {
        return store.find(change.sql(), change.account()).orElseThrow();
    }
}
