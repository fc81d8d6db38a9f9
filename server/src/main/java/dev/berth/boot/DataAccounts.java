package dev.berth.boot;

import dev.berth.access.AccessKey;
import dev.berth.access.AwsCredentialsFile;
import dev.berth.access.PolicyAuthorizer;
import dev.berth.access.ResourcePolicies;
import dev.berth.aws.AccountId;
import dev.berth.aws.Arn;
import dev.berth.aws.Registry;
import dev.berth.blob.file.DataFolderException;
import dev.berth.blob.file.DataFolderLock;
import dev.berth.db.DatabaseException;
import dev.berth.db.DbConfig;
import dev.berth.db.SqliteDatabase;
import dev.berth.events.Actor;
import dev.berth.events.Outbox;
import dev.berth.identity.AccountSnapshot;
import dev.berth.identity.Administrators;
import dev.berth.identity.AwsManagedPolicies;
import dev.berth.identity.Identities;
import dev.berth.identity.RootKeys;
import dev.berth.problem.ProblemException;
import dev.berth.runtime.Clocks;
import dev.berth.runtime.TimeOrderedIds;
import dev.berth.token.RootTokens;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The accounts of a data folder and their roots, for commands. */
public final class DataAccounts {
    private static final Actor ACTOR = new Actor("berth:command", "");

    private final BerthConfig config;
    private final Clocks clocks;

    public DataAccounts(BerthConfig config, Clocks clocks) {
        this.config = config;
        this.clocks = clocks;
    }

    /** What is done while the folder is held. */
    @FunctionalInterface
    private interface Work<T> {
        T run(IdentityWiring identity) throws CannotStart, IOException;
    }

    /** Only reads: whether or not a server runs on the folder makes no difference. */
    public List<AccountSnapshot> list() throws CannotStart {
        try (var database = SqliteDatabase.openReadOnly(db())) {
            var identities =
                    Identities.withoutSecrets(
                            database, clocks.real(), AwsManagedPolicies.builtIn());
            identities.refresh();
            return identities.accounts();
        } catch (DatabaseException e) {
            throw cannotRead(e);
        }
    }

    /** Makes an account, and answers the key of its root; empty where it is there already. */
    public Optional<AccessKey> create(AccountId account) throws CannotStart, IOException {
        return holding(identity -> {
            if (!identity.accounts().create(account)) {
                return Optional.empty();
            }
            return Optional.of(rootKeys(identity).create(account, ACTOR));
        });
    }

    /**
     * Exchanges the key of the root. The others are deactivated once the new one is stored, which
     * is in the data folder for the account of the server, and with {@code printed} for others.
     * With them end all tokens and sessions of the root, which a thief of a key may have asked for.
     *
     * @return where the new key was stored; empty where it was printed
     */
    public Optional<Path> rotateRootKey(AccountId account, Consumer<AccessKey> printed)
            throws CannotStart, IOException {
        return holding(identity -> {
            requireAccount(identity, account);
            AccessKey key = rootKeys(identity).create(account, ACTOR);
            Optional<Path> file = store(key);
            if (file.isEmpty()) {
                printed.accept(key);
            }
            var tokens = new RootTokens(clocks.real());
            rootKeys(identity)
                    .retireOthers(
                            account,
                            ACTOR,
                            key.id(),
                            change -> {
                                tokens.revokeAll(change.tx(), account);
                                change.note(
                                        "registry-tokens.revoked",
                                        Arn.iam(account, "root"),
                                        Map.of());
                            });
            return file;
        });
    }

    private Optional<Path> store(AccessKey key) throws IOException {
        if (!key.account().equals(config.account())) {
            return Optional.empty();
        }
        Path file = config.data().resolve("credentials");
        new AwsCredentialsFile(file).write(key);
        return Optional.of(file);
    }

    /**
     * Shuts the root of an account out, or lets it in again.
     *
     * @param force also where nobody is left who could manage the account
     * @return who is left; empty where nobody is, or nobody was asked for
     */
    public Optional<Arn> setRootDisabled(AccountId account, boolean disabled, boolean force)
            throws CannotStart, IOException {
        return holding(identity -> {
            AccountSnapshot known = requireAccount(identity, account);
            Optional<Arn> left = disabled ? administrator(identity, known) : Optional.empty();
            if (disabled && left.isEmpty() && !force) {
                throw new CannotStart(
                        "nobody could manage the account %s without its root: give a user administrator rights and an access key first, or --force it"
                                .formatted(account));
            }
            identity.changes()
                    .<Boolean>change(
                            account,
                            ACTOR,
                            change -> {
                                identity.accounts().setRootDisabled(change, disabled);
                                return disabled;
                            });
            return left;
        });
    }

    private Optional<Arn> administrator(IdentityWiring identity, AccountSnapshot account) {
        var authorizer =
                new PolicyAuthorizer(identity.identities(), new NoResources(), clocks.real(), "");
        return new Administrators(authorizer, config.region())
                .find(account, identity.identities().accounts());
    }

    /** What repositories allow makes nobody an administrator. */
    private static final class NoResources implements ResourcePolicies {
        @Override
        public ResourceFacts of(Arn repository) {
            return ResourceFacts.NONE;
        }

        @Override
        public ResourceFacts of(Registry registry) {
            return ResourceFacts.NONE;
        }
    }

    private static AccountSnapshot requireAccount(IdentityWiring identity, AccountId account)
            throws CannotStart {
        if (!identity.identities().exists(account)) {
            throw new CannotStart("there is no account " + account);
        }
        return identity.identities().account(account);
    }

    private static RootKeys rootKeys(IdentityWiring identity) {
        return new RootKeys(identity.changes(), identity.keys());
    }

    /** Holds the folder, as a server would: nobody has anything in memory. */
    private <T> T holding(Work<T> work) throws CannotStart, IOException {
        try {
            SqliteDatabase.openReadOnly(db()).close(); // else it would be made, or migrated
            try (var _ = DataFolderLock.acquire(config.data());
                    var database = SqliteDatabase.open(db())) {
                return work.run(
                        IdentityWiring.open(
                                config,
                                database,
                                clocks,
                                new Outbox(new TimeOrderedIds(clocks.real()), clocks)));
            }
        } catch (DataFolderException e) {
            throw new CannotStart(
                    switch (e.reason()) {
                        case HELD ->
                                e.getMessage()
                                        + ": stop that one first, or use IAM's API or the file of identities";
                        case NOT_WRITABLE -> String.valueOf(e.getMessage());
                    },
                    e);
        } catch (DatabaseException e) {
            throw cannotRead(e);
        } catch (ProblemException e) {
            throw new CannotStart(e.problem().message(), e);
        }
    }

    private DbConfig db() {
        return DbConfig.in(config.data());
    }

    private static CannotStart cannotRead(DatabaseException e) {
        String cause = e.getCause() == null ? "" : ": " + e.getCause().getMessage();
        return new CannotStart(e.getMessage() + cause, e);
    }
}
