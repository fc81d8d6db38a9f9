package dev.berth.testing;

import dev.berth.access.AccessKey;
import dev.berth.access.HmacRegistryTokens;
import dev.berth.access.PolicyPrincipals;
import dev.berth.access.RootKey;
import dev.berth.access.SessionTokens;
import dev.berth.access.SigV4Authenticator;
import dev.berth.access.TokenKeys;
import dev.berth.api.iam.IamFeatures;
import dev.berth.aws.AccountId;
import dev.berth.db.Database;
import dev.berth.events.Actor;
import dev.berth.events.Outbox;
import dev.berth.identity.AccessKeys;
import dev.berth.identity.Accounts;
import dev.berth.identity.AwsManagedPolicies;
import dev.berth.identity.Change;
import dev.berth.identity.FirstStart;
import dev.berth.identity.Groups;
import dev.berth.identity.HeldPolicies;
import dev.berth.identity.Identities;
import dev.berth.identity.IdentityChanges;
import dev.berth.identity.IdentityQuotas;
import dev.berth.identity.KeyUses;
import dev.berth.identity.ManagedPolicies;
import dev.berth.identity.OidcProviders;
import dev.berth.identity.Roles;
import dev.berth.identity.UniqueIds;
import dev.berth.identity.Users;
import dev.berth.runtime.Clocks;
import dev.berth.runtime.TimeOrderedIds;
import dev.berth.token.KnownRevocations;
import dev.berth.token.LoginTokens;
import dev.berth.token.RobotTokens;
import dev.berth.token.TokenConfig;
import dev.berth.token.TokenHolders;
import dev.berth.token.TokenNotes;
import dev.berth.token.Tokens;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.function.Function;

/** Everything of identity on one database, with the default account and a key of its root. */
public final class TestIdentity {
    public static final AccountId ACCOUNT = new AccountId("000000000000");
    public static final Actor ACTOR = new Actor("arn:aws:iam::000000000000:root", "request-1");

    private final InstantSource clock;
    private final RootKey rootKey;
    private final AccessKeys accessKeys;
    private final AwsManagedPolicies awsPolicies = AwsManagedPolicies.builtIn();
    private final Identities identities;
    private final Accounts accounts;
    private final IdentityChanges changes;
    private final HeldPolicies held;
    private final Users users;
    private final Groups groups;
    private final KeyUses keyUses;
    private final IdentityQuotas quotas;
    private final Roles roles;
    private final ManagedPolicies policies;
    private final OidcProviders providers;
    private final AccessKey key;
    private final SessionTokens sessionTokens;
    private final TokenKeys tokenKeys;
    private final HmacRegistryTokens tokens;
    private final TestIds ids = new TestIds();
    private final KnownRevocations revocations;
    private final TokenNotes tokenNotes;
    private final Tokens allTokens;

    public TestIdentity(Database database, InstantSource clock) {
        this(database, clock, IdentityQuotas.ofAws());
    }

    public TestIdentity(Database database, InstantSource clock, IdentityQuotas quotas) {
        this(database, clock, quotas, newRootKey());
    }

    /** On a database that another one sealed the secrets of. */
    public TestIdentity(
            Database database, InstantSource clock, IdentityQuotas quotas, RootKey rootKey) {
        var random = new SecureRandom();
        this.clock = clock;
        this.rootKey = rootKey;
        var clocks = new Clocks(clock, clock);
        accessKeys = new AccessKeys(rootKey, random, quotas);
        // on a clock of its own: tests that move theirs need not refresh
        identities = new Identities(database, new FixedClock(), awsPolicies, accessKeys);
        identities.refresh();
        accounts = new Accounts(database, clocks, identities);
        changes =
                new IdentityChanges(
                        database,
                        new Outbox(new TimeOrderedIds(clock), clocks),
                        clocks,
                        identities);
        var uniqueIds = new UniqueIds(random);
        held = new HeldPolicies(awsPolicies, quotas);
        users = new Users(uniqueIds, held, accessKeys, quotas);
        groups = new Groups(uniqueIds, held, users, quotas);
        keyUses = new KeyUses(database, clocks);
        this.quotas = quotas;
        roles = new Roles(uniqueIds, held, new PolicyPrincipals(identities), quotas);
        policies = new ManagedPolicies(uniqueIds, held, quotas);
        providers = new OidcProviders(uniqueIds, held, quotas);
        sessionTokens = new SessionTokens(rootKey, clock, random);
        key =
                new FirstStart(accounts, changes, identities, accessKeys)
                        .ensureRootAccessKey(ACCOUNT)
                        .orElseThrow()
                        .key();
        tokenKeys = new TokenKeys(database, rootKey, clock, random, ids);
        revocations = new KnownRevocations(database, new FixedClock());
        revocations.refresh();
        tokenNotes = new TokenNotes(database, clock);
        tokens = new HmacRegistryTokens(tokenKeys, clock, ids, identities, revocations, tokenNotes);
        allTokens =
                new Tokens(
                        tokens,
                        new LoginTokens(tokens, identities, tokenNotes, TokenConfig.DEFAULT),
                        new RobotTokens(
                                database,
                                new Outbox(ids, clocks),
                                clock,
                                tokens,
                                new TokenHolders(identities),
                                revocations,
                                tokenNotes));
    }

    private static RootKey newRootKey() {
        var random = new SecureRandom();
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        return new RootKey(bytes, random);
    }

    /** Changes the default account. */
    public <T> T change(Function<Change, T> work) {
        return changes.change(ACCOUNT, ACTOR, work);
    }

    /** The same, as the file of identities. */
    public <T> T declare(Function<Change, T> work) {
        return changes.declare(ACCOUNT, ACTOR, work);
    }

    /** What the operations of IAM work with. */
    public IamFeatures iam() {
        return new IamFeatures(
                identities,
                changes,
                users,
                groups,
                accessKeys,
                keyUses,
                held,
                roles,
                policies,
                providers,
                awsPolicies,
                accounts,
                quotas);
    }

    public KeyUses keyUses() {
        return keyUses;
    }

    /** For whoever else writes to this database. */
    public TestIds ids() {
        return ids;
    }

    public Identities identities() {
        return identities;
    }

    public IdentityChanges changes() {
        return changes;
    }

    public Accounts accounts() {
        return accounts;
    }

    public AwsManagedPolicies awsPolicies() {
        return awsPolicies;
    }

    public HeldPolicies held() {
        return held;
    }

    public Roles roles() {
        return roles;
    }

    public ManagedPolicies policies() {
        return policies;
    }

    public OidcProviders providers() {
        return providers;
    }

    public Users users() {
        return users;
    }

    public Groups groups() {
        return groups;
    }

    public RootKey rootKey() {
        return rootKey;
    }

    public AccessKeys accessKeys() {
        return accessKeys;
    }

    public AccessKey key() {
        return key;
    }

    public SessionTokens sessionTokens() {
        return sessionTokens;
    }

    public TokenKeys tokenKeys() {
        return tokenKeys;
    }

    public HmacRegistryTokens tokens() {
        return tokens;
    }

    public Tokens allTokens() {
        return allTokens;
    }

    public KnownRevocations revocations() {
        return revocations;
    }

    public TokenNotes tokenNotes() {
        return tokenNotes;
    }

    public SigV4Authenticator authenticator() {
        return new SigV4Authenticator(identities, sessionTokens, revocations, clock);
    }

    /** Signs with the account's key, now. */
    public RequestSigner signer(String region, String service) {
        return new RequestSigner(key.id(), key.secret(), region, service, clock.instant());
    }
}
