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
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * All identities in memory, an immutable snapshot of each account: nobody waits for the database to
 * be let in. What is changed here is renewed at once, what is changed elsewhere when {@link
 * #refresh} is next called; where that has not succeeded for too long, nobody is let in.
 */
public final class Identities implements Directory, IdentityChanges.Renewal {
    private static final int MAX_OPENED = 10_000;

    private final AwsManagedPolicies ofAws;
    private final Function<StoredKey, AccessKey> opening;
    private final KnownAccounts accounts;
    private final PolicyTexts texts = new PolicyTexts();

    /** As a snapshot has them: with another secret the same id is another key. */
    private final Cache<StoredKey, AccessKey> opened =
            Caffeine.newBuilder()
                    .maximumSize(MAX_OPENED)
                    .expireAfterAccess(Duration.ofHours(1))
                    .build();

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
        this.ofAws = ofAws;
        this.opening = opening;
        this.accounts =
                new KnownAccounts(
                        database,
                        clock,
                        snapshot -> new Standings(snapshot, ofAws, texts),
                        before -> opened.invalidateAll(before.keys()));
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
        accounts.refresh();
    }

    @Override
    public void renew(AccountId account, long version) {
        accounts.renew(account, version);
    }

    /** Of all accounts, in the order of their ids. */
    public List<AccountSnapshot> accounts() {
        return accounts.all();
    }

    /** Everything of an account as it was last seen. */
    public AccountSnapshot account(AccountId account) {
        return accounts.find(account)
                .orElseThrow(() ->
                        Refusal.noSuchEntity(
                                "The account with id %s cannot be found.".formatted(account)))
                .account();
    }

    @Override
    public boolean exists(AccountId account) {
        return accounts.find(account).isPresent();
    }

    @Override
    public Optional<KeyHolder> key(String accessKeyId) {
        return accounts.place(accessKeyId)
                .flatMap(account -> account.account().key(accessKeyId))
                .filter(StoredKey::active)
                .flatMap(this::holder);
    }

    private Optional<KeyHolder> holder(StoredKey key) {
        return accounts.find(key.account())
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
                                .<Principal>map(
                                        caller -> service(account, caller, user.principal()))
                                .orElseGet(user::principal));
    }

    private static Principal service(
            AccountSnapshot account, ServiceCaller caller, Principal behind) {
        return new Principal.Service(
                account.account(),
                caller.service(),
                caller.sourceArn(),
                caller.sourceAccount(),
                behind);
    }

    @Override
    public Principal actsAs(Principal principal) {
        return switch (principal) {
            case Principal.User user ->
                    standingFor(user.account(), user.id(), user).orElse(principal);
            case Principal.AssumedRole role ->
                    standingFor(role.account(), role.roleId(), role).orElse(principal);
            case Principal.Root _,
                    Principal.FederatedUser _,
                    Principal.Service _,
                    Principal.WebIdentity _,
                    Principal.Anonymous _,
                    Principal.Job _ ->
                    principal;
        };
    }

    private Optional<Principal> standingFor(AccountId account, String id, Principal behind) {
        return accounts.find(account)
                .map(Standings::account)
                .flatMap(known ->
                        known.serviceCaller(id).map(caller -> service(known, caller, behind)));
    }

    @Override
    public Optional<Standing> standing(Principal principal) {
        return switch (principal) {
            case Principal.Root root -> accounts.find(root.account()).flatMap(Standings::ofRoot);
            case Principal.User user ->
                    accounts.find(user.account()).flatMap(account -> account.ofUser(user.id()));
            case Principal.AssumedRole session ->
                    accounts.find(session.account())
                            .flatMap(account -> account.ofRole(session.roleId()));
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
        accounts.requireFresh();
        if (ofAws.find(arn).isPresent()) {
            return ofAws.find(arn)
                    .map(policy ->
                            new NamedPolicy(
                                    arn.toString(),
                                    PolicySource.SESSION,
                                    texts.compiled(
                                            policy.effective().document(), PolicyKind.IDENTITY)));
        }
        return accounts.of(arn).flatMap(account -> account.managed(arn, PolicySource.SESSION));
    }

    @Override
    public Optional<RoleFacts> role(Arn arn) {
        return accounts.of(arn)
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
        Optional<AccountSnapshot> account = accounts.of(principal).map(Standings::account);
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
        Optional<AccountSnapshot> account = accounts.place(uniqueId).map(Standings::account);
        return account.flatMap(known -> known.userOf(uniqueId))
                .map(User::arn)
                .or(() -> account.flatMap(known -> known.roleOf(uniqueId)).map(Role::arn));
    }

    @Override
    public Map<String, String> tags(Arn resource) {
        Optional<AccountSnapshot> account = accounts.of(resource).map(Standings::account);
        String name = lastPart(resource);
        return account.flatMap(known -> known.user(name))
                .filter(user -> user.arn().equals(resource))
                .map(User::held)
                .or(() ->
                        account.flatMap(known -> known.role(name))
                                .filter(role -> role.arn().equals(resource))
                                .map(Role::held))
                .or(() -> account.flatMap(known -> known.policy(resource)).map(ManagedPolicy::held))
                .or(() ->
                        account.flatMap(known -> known.provider(OidcProviders.urlOf(resource)))
                                .filter(provider -> provider.arn().equals(resource))
                                .map(OidcProvider::held))
                .map(Held::tags)
                .orElse(Map.of());
    }

    private static String lastPart(Arn arn) {
        return arn.resource().substring(arn.resource().lastIndexOf('/') + 1);
    }
}
