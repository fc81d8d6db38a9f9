package dev.berth.boot;

import dev.berth.access.AwsCredentialsFile;
import dev.berth.access.PolicyPrincipals;
import dev.berth.access.RootKey;
import dev.berth.access.RootKeyException;
import dev.berth.access.RootKeyFile;
import dev.berth.api.iam.IamFeatures;
import dev.berth.aws.AccountId;
import dev.berth.db.Database;
import dev.berth.events.EventListener;
import dev.berth.events.Outbox;
import dev.berth.identity.AccessKeys;
import dev.berth.identity.Accounts;
import dev.berth.identity.AwsManagedPolicies;
import dev.berth.identity.FirstStart;
import dev.berth.identity.Groups;
import dev.berth.identity.HeldPolicies;
import dev.berth.identity.Identities;
import dev.berth.identity.IdentityChanges;
import dev.berth.identity.IdentityQuotas;
import dev.berth.identity.IdentityRefreshJob;
import dev.berth.identity.KeyUseJob;
import dev.berth.identity.KeyUses;
import dev.berth.identity.ManagedPolicies;
import dev.berth.identity.OidcProviders;
import dev.berth.identity.Roles;
import dev.berth.identity.UniqueIds;
import dev.berth.identity.Users;
import dev.berth.runtime.Clocks;
import dev.berth.runtime.IdSource;
import dev.berth.work.Job;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;

/** Who there is: what changes identities, and what knows them. */
record IdentityWiring(
        RootKey rootKey,
        Accounts accounts,
        Identities identities,
        IdentityChanges changes,
        AwsManagedPolicies awsPolicies,
        HeldPolicies held,
        Users users,
        Groups groups,
        AccessKeys keys,
        KeyUses keyUses,
        Roles roles,
        ManagedPolicies policies,
        OidcProviders providers,
        IdentityQuotas quotas) {

    static IdentityWiring create(
            BerthConfig config,
            Database database,
            Clocks clocks,
            IdSource ids,
            EventListener events)
            throws CannotStart {
        try {
            var wiring = open(config, database, clocks, new Outbox(ids, clocks, events));
            wiring.storeRootAccessKey(config.account(), config.data());
            return wiring;
        } catch (IOException e) {
            throw new CannotStart("the root access key cannot be stored: " + e, e);
        }
    }

    /** The same, without a key for the root. */
    static IdentityWiring open(BerthConfig config, Database database, Clocks clocks, Outbox outbox)
            throws CannotStart {
        var random = new SecureRandom();
        try {
            var rootKey =
                    new RootKeyFile(config.rootKey(), random, AccessKeys.sealed())
                            .openFor(database);
            var wiring = create(rootKey, random, database, clocks, outbox);
            wiring.identities().refresh();
            return wiring;
        } catch (RootKeyException e) {
            throw new CannotStart(String.valueOf(e.getMessage()), e);
        }
    }

    private static IdentityWiring create(
            RootKey rootKey, SecureRandom random, Database database, Clocks clocks, Outbox outbox) {
        var quotas = IdentityQuotas.ofAws();
        var uniqueIds = new UniqueIds(random);
        var awsPolicies = AwsManagedPolicies.builtIn();
        var keys = new AccessKeys(rootKey, random, quotas);
        var identities = new Identities(database, clocks.real(), awsPolicies, keys);
        var held = new HeldPolicies(awsPolicies, quotas);
        var users = new Users(uniqueIds, held, keys, quotas);
        return new IdentityWiring(
                rootKey,
                new Accounts(database, clocks, identities),
                identities,
                new IdentityChanges(database, outbox, clocks, identities),
                awsPolicies,
                held,
                users,
                new Groups(uniqueIds, held, users, quotas),
                keys,
                new KeyUses(database, clocks),
                new Roles(uniqueIds, held, new PolicyPrincipals(identities), quotas),
                new ManagedPolicies(uniqueIds, held, quotas),
                new OidcProviders(uniqueIds, held, quotas),
                quotas);
    }

    /** Writes a credentials file that is missing, too. */
    private void storeRootAccessKey(AccountId account, Path data) throws IOException {
        var root = new FirstStart(accounts, changes, identities, keys).ensureRootAccessKey(account);
        Path credentials = data.resolve("credentials");
        if (root.isPresent() && (root.get().created() || Files.notExists(credentials))) {
            new AwsCredentialsFile(credentials).write(root.get().key());
        }
    }

    /** What IAM's operations need of these. */
    IamFeatures iam() {
        return new IamFeatures(
                identities,
                changes,
                users,
                groups,
                keys,
                keyUses,
                held,
                roles,
                policies,
                providers,
                awsPolicies,
                accounts,
                quotas);
    }

    /**
     * @param revocations read again as often as the identities are
     */
    List<Job> jobs(Runnable revocations) {
        return List.of(
                new IdentityRefreshJob(List.of(identities::refresh, revocations)),
                new KeyUseJob(keyUses));
    }
}
