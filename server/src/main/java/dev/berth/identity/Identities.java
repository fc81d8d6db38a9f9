package dev.berth.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.berth.access.AccessKey;
import dev.berth.access.Directory;
import dev.berth.access.Principal;
import dev.berth.aws.AccountId;
import dev.berth.aws.Arn;
import dev.berth.db.Database;
import dev.berth.db.ReadableDatabase;
import dev.berth.policy.NamedPolicy;
import dev.berth.policy.PolicyKind;
import dev.berth.policy.PolicySource;
import dev.berth.problem.Problem;
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
import java.util.function.Function;

/**
 * All identities in memory, an immutable snapshot of each account: nobody waits for the database to
 * be let in. What is changed here is renewed at once, what is changed elsewhere when {@link
 * #refresh} is next called; where that has not succeeded for too long, nobody is let in.
 */
public final class Identities implements Directory, IdentityChanges.Renewal {
    static final Duration MAX_AGE = Duration.ofSeconds(30);

    private static final int MAX_OPENED = 10_000;

    private final ReadableDatabase database;
    private final InstantSource clock;
    private final AwsManagedPolicies ofAws;
    private final Function<StoredKey, AccessKey> opening;
    private final PolicyTexts texts = new PolicyTexts();
    private final SnapshotLoader loader = new SnapshotLoader();
    private final AccountStore accounts = new AccountStore();
    private final ConcurrentHashMap<AccountId, Standings> known = new ConcurrentHashMap<>();

    /** Where to look for an id; whether it is there, the account's snapshot says. */
    private final ConcurrentHashMap<String, AccountId> places = new ConcurrentHashMap<>();

    /** As a snapshot has them: with another secret the same id is another key. */
    private final Cache<StoredKey, AccessKey> opened =
            Caffeine.newBuilder()
                    .maximumSize(MAX_OPENED)
                    .expireAfterAccess(Duration.ofHours(1))
                    .build();

    private final ReentrantLock loading = new ReentrantLock();
    private volatile Instant refreshed = Instant.EPOCH;

    /**
     * Knows nobody, and is stale, until it is first refreshed.
     *
     * @param clock the real one
     */
    public Identities(
            Database database, InstantSource clock, AwsManagedPolicies ofAws, AccessKeys keys) {
        this(database, clock, ofAws, keys::opened);
    }

    private Identities(
            ReadableDatabase database,
            InstantSource clock,
            AwsManagedPolicies ofAws,
            Function<StoredKey, AccessKey> opening) {
        this.database = database;
        this.clock = clock;
        this.ofAws = ofAws;
        this.opening = opening;
    }

    /** For who only asks what somebody may: no key is opened, and so no root key is needed. */
    public static Identities withoutSecrets(
            ReadableDatabase database, InstantSource clock, AwsManagedPolicies ofAws) {
        return new Identities(
                database,
                clock,
                ofAws,
                key -> {
                    throw new IllegalStateException("secrets stay closed here: " + key.id());
                });
    }

    /** Takes in what was changed elsewhere. Once before anyone is let in, and again and again. */
    public void refresh() {
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

    @Override
    public void renew(AccountId account, long version) {
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
        Standings before = known.put(snapshot.account(), new Standings(snapshot, ofAws, texts));
        if (before != null) {
            for (String id : before.account().globalIds()) {
                if (!ids.contains(id)) {
                    places.remove(id, snapshot.account()); // another account may have it now
                }
            }
            opened.invalidateAll(before.account().keys());
        }
    }

    /** Of all accounts, in the order of their ids. */
    public List<AccountSnapshot> accounts() {
        requireFresh();
        return known.values().stream()
                .map(Standings::account)
                .sorted(Comparator.comparing(account -> account.account().value()))
                .toList();
    }

    /** Everything of an account as it was last seen. */
    public AccountSnapshot account(AccountId account) {
        return find(account)
                .orElseThrow(() ->
                        Refusal.noSuchEntity(
                                "The account with id %s cannot be found.".formatted(account)))
                .account();
    }

    @Override
    public boolean exists(AccountId account) {
        return find(account).isPresent();
    }

    @Override
    public Optional<KeyHolder> key(String accessKeyId) {
        return place(accessKeyId)
                .flatMap(account -> account.account().key(accessKeyId))
                .filter(StoredKey::active)
                .flatMap(this::holder);
    }

    private Optional<KeyHolder> holder(StoredKey key) {
        return find(key.account())
                .map(Standings::account)
                .flatMap(account -> principal(account, key))
                .map(principal -> new KeyHolder(opened.get(key, opening), principal));
    }

    private static Optional<Principal> principal(AccountSnapshot account, StoredKey key) {
        String userId = key.userId();
        if (userId == null) {
            return account.rootDisabled()
                    ? Optional.empty()
                    : Optional.of(new Principal.Root(account.account()));
        }
        return account.userOf(userId)
                .map(user ->
                        account.serviceCaller(userId)
                                .<Principal>map(caller -> service(account, caller))
                                .orElseGet(user::principal));
    }

    private static Principal service(AccountSnapshot account, ServiceCaller caller) {
        return new Principal.Service(
                account.account(), caller.service(), caller.sourceArn(), caller.sourceAccount());
    }

    @Override
    public Principal actsAs(Principal principal) {
        return switch (principal) {
            case Principal.User user -> standingFor(user.account(), user.id()).orElse(principal);
            case Principal.AssumedRole role ->
                    standingFor(role.account(), role.roleId()).orElse(principal);
            case Principal.Root _,
                    Principal.FederatedUser _,
                    Principal.Service _,
                    Principal.WebIdentity _,
                    Principal.Anonymous _,
                    Principal.Job _ ->
                    principal;
        };
    }

    private Optional<Principal> standingFor(AccountId account, String id) {
        return find(account)
                .map(Standings::account)
                .flatMap(known -> known.serviceCaller(id).map(caller -> service(known, caller)));
    }

    @Override
    public Optional<Standing> standing(Principal principal) {
        return switch (principal) {
            case Principal.Root root -> find(root.account()).flatMap(Standings::ofRoot);
            case Principal.User user ->
                    find(user.account()).flatMap(account -> account.ofUser(user.id()));
            case Principal.AssumedRole session ->
                    find(session.account()).flatMap(account -> account.ofRole(session.roleId()));
            case Principal.FederatedUser federated -> {
                Principal.User issuer = federated.issuer();
                yield standing(issuer == null ? new Principal.Root(federated.account()) : issuer);
            }
            case Principal.Service _,
                    Principal.WebIdentity _,
                    Principal.Anonymous _,
                    Principal.Job _ ->
                    Optional.empty();
        };
    }

    @Override
    public Optional<NamedPolicy> managedPolicy(Arn arn) {
        requireFresh();
        if (ofAws.find(arn).isPresent()) {
            return ofAws.find(arn)
                    .map(policy ->
                            new NamedPolicy(
                                    arn.toString(),
                                    PolicySource.SESSION,
                                    texts.compiled(
                                            policy.effective().document(), PolicyKind.IDENTITY)));
        }
        return accountOf(arn).flatMap(account -> account.managed(arn, PolicySource.SESSION));
    }

    @Override
    public Optional<RoleFacts> role(Arn arn) {
        return accountOf(arn)
                .flatMap(account -> account.account().role(lastPart(arn)))
                .filter(role -> role.arn().equals(arn))
                .map(this::facts);
    }

    private RoleFacts facts(Role role) {
        return new RoleFacts(
                role.account(),
                role.id(),
                role.path(),
                role.name(),
                role.maxSession(),
                new NamedPolicy(
                        role.arn().toString(),
                        PolicySource.RESOURCE,
                        texts.compiled(role.trustPolicy(), PolicyKind.TRUST)),
                role.held().tags());
    }

    @Override
    public Optional<String> idOf(Arn principal) {
        Optional<AccountSnapshot> account = accountOf(principal).map(Standings::account);
        Optional<String> user =
                account.flatMap(known -> known.user(lastPart(principal)))
                        .filter(known -> known.arn().equals(principal))
                        .map(User::id);
        return user.or(() ->
                account.flatMap(known -> known.role(lastPart(principal)))
                        .filter(known -> known.arn().equals(principal))
                        .map(Role::id));
    }

    @Override
    public Optional<Arn> arnOf(String uniqueId) {
        Optional<AccountSnapshot> account = place(uniqueId).map(Standings::account);
        return account.flatMap(known -> known.userOf(uniqueId))
                .map(User::arn)
                .or(() -> account.flatMap(known -> known.roleOf(uniqueId)).map(Role::arn));
    }

    @Override
    public Map<String, String> tags(Arn resource) {
        Optional<AccountSnapshot> account = accountOf(resource).map(Standings::account);
        String name = lastPart(resource);
        return account.flatMap(known -> known.user(name))
                .filter(user -> user.arn().equals(resource))
                .map(User::held)
                .or(() ->
                        account.flatMap(known -> known.role(name))
                                .filter(role -> role.arn().equals(resource))
                                .map(Role::held))
                .or(() -> account.flatMap(known -> known.policy(resource)).map(ManagedPolicy::held))
                .map(Held::tags)
                .orElse(Map.of());
    }

    private static String lastPart(Arn arn) {
        return arn.resource().substring(arn.resource().lastIndexOf('/') + 1);
    }

    private Optional<Standings> accountOf(Arn arn) {
        requireFresh();
        return AccountId.tryParse(arn.account()).flatMap(this::find);
    }

    private Optional<Standings> place(String id) {
        requireFresh();
        return Optional.ofNullable(places.get(id)).flatMap(this::find);
    }

    private Optional<Standings> find(AccountId account) {
        requireFresh();
        return Optional.ofNullable(known.get(account));
    }

    /** A clock that was set back does not make old knowledge new. */
    private void requireFresh() {
        if (Duration.between(refreshed, clock.instant()).abs().compareTo(MAX_AGE) > 0) {
            throw new ProblemException(new Problem.IdentitiesStale());
        }
    }
}
