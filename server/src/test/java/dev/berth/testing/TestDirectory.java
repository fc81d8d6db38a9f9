package dev.berth.testing;

import dev.berth.access.Directory;
import dev.berth.access.Principal;
import dev.berth.aws.AccountId;
import dev.berth.aws.Arn;
import dev.berth.policy.NamedPolicy;
import dev.berth.policy.PolicyKind;
import dev.berth.policy.PolicyParser;
import dev.berth.policy.PolicySource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Identities in maps. Every account has a root; everyone else is who was put here. */
public final class TestDirectory implements Directory {
    private final Map<String, Standing> byId = new HashMap<>();
    private final Map<String, String> services = new HashMap<>();
    private final Map<String, RoleFacts> roles = new HashMap<>();
    private final Map<String, NamedPolicy> managed = new HashMap<>();
    private final Map<String, Arn> arns = new HashMap<>();
    private final Map<String, Map<String, String>> tags = new HashMap<>();
    private final Map<String, KeyHolder> keys = new HashMap<>();
    private final Set<AccountId> rootless = new HashSet<>();
    private final Set<AccountId> unknown = new HashSet<>();

    public static NamedPolicy policy(String name, String text) {
        return new NamedPolicy(
                name, PolicySource.IDENTITY, PolicyParser.parse(text, PolicyKind.IDENTITY));
    }

    /** The principal may what these texts say, and nothing where there are none. */
    public TestDirectory allow(Principal principal, String... policies) {
        return put(principal, new Standing(named(policies), Optional.empty(), Map.of()));
    }

    public TestDirectory put(Principal principal, Standing standing) {
        String id = id(principal);
        byId.put(id, standing);
        arn(principal).ifPresent(arn -> arns.put(id, arn));
        return this;
    }

    public TestDirectory bound(Principal principal, String boundary) {
        Standing old = Objects.requireNonNull(byId.get(id(principal)));
        var bound =
                new NamedPolicy(
                        "boundary",
                        PolicySource.BOUNDARY,
                        PolicyParser.parse(boundary, PolicyKind.IDENTITY));
        return put(principal, new Standing(old.policies(), Optional.of(bound), old.tags()));
    }

    public TestDirectory tag(Principal principal, Map<String, String> tags) {
        Standing old = Objects.requireNonNull(byId.get(id(principal)));
        return put(principal, new Standing(old.policies(), old.boundary(), tags));
    }

    public TestDirectory role(RoleFacts role) {
        roles.put(Arn.iam(role.account(), "role" + role.path() + role.name()).toString(), role);
        return this;
    }

    public TestDirectory managed(Arn arn, String text) {
        managed.put(arn.toString(), policy(arn.toString(), text));
        return this;
    }

    public TestDirectory key(KeyHolder holder) {
        keys.put(holder.key().id(), holder);
        return this;
    }

    public TestDirectory withoutKey(String id) {
        keys.remove(id);
        return this;
    }

    public TestDirectory tags(Arn resource, Map<String, String> of) {
        tags.put(resource.toString(), of);
        return this;
    }

    public TestDirectory remove(Principal principal) {
        byId.remove(id(principal));
        arns.remove(id(principal));
        return this;
    }

    /** Whoever signs as this user or role stands for the service. */
    public TestDirectory service(Principal principal, String service) {
        services.put(id(principal), service);
        return this;
    }

    public TestDirectory withoutService(Principal principal) {
        services.remove(id(principal));
        return this;
    }

    public TestDirectory disableRoot(AccountId account) {
        rootless.add(account);
        return this;
    }

    public TestDirectory withoutAccount(AccountId account) {
        unknown.add(account);
        return this;
    }

    @Override
    public Optional<KeyHolder> key(String accessKeyId) {
        return Optional.ofNullable(keys.get(accessKeyId));
    }

    @Override
    public Principal actsAs(Principal principal) {
        AccountId account = principal.accountId().orElseThrow();
        if (!(principal instanceof Principal.User || principal instanceof Principal.AssumedRole)) {
            return principal;
        }
        String service = services.get(id(principal));
        return service == null
                ? principal
                : new Principal.Service(account, service, null, null, principal);
    }

    @Override
    public Optional<Standing> standing(Principal principal) {
        return switch (principal) {
            case Principal.Root root -> ofRoot(root.account());
            case Principal.FederatedUser user ->
                    user.issuer() == null
                            ? ofRoot(user.account())
                            : Optional.ofNullable(byId.get(user.issuer().id()));
            case Principal.User _, Principal.AssumedRole _ ->
                    Optional.ofNullable(byId.get(id(principal)));
            case Principal.Service _,
                    Principal.WebIdentity _,
                    Principal.Anonymous _,
                    Principal.Job _ ->
                    Optional.empty();
        };
    }

    @Override
    public Optional<NamedPolicy> managedPolicy(Arn arn) {
        return Optional.ofNullable(managed.get(arn.toString()));
    }

    @Override
    public Optional<RoleFacts> role(Arn arn) {
        return Optional.ofNullable(roles.get(arn.toString()));
    }

    @Override
    public Optional<String> idOf(Arn principal) {
        return arns.entrySet().stream()
                .filter(entry -> entry.getValue().equals(principal))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    @Override
    public Optional<Arn> arnOf(String uniqueId) {
        return Optional.ofNullable(arns.get(uniqueId));
    }

    @Override
    public boolean exists(AccountId account) {
        return !unknown.contains(account);
    }

    @Override
    public Map<String, String> tags(Arn resource) {
        return tags.getOrDefault(resource.toString(), Map.of());
    }

    private Optional<Standing> ofRoot(AccountId account) {
        return rootless.contains(account)
                ? Optional.empty()
                : Optional.of(new Standing(List.of(), Optional.empty(), Map.of()));
    }

    private static List<NamedPolicy> named(String... policies) {
        return Arrays.stream(policies).map(text -> policy("p", text)).toList();
    }

    private static String id(Principal principal) {
        return switch (principal) {
            case Principal.User user -> user.id();
            case Principal.AssumedRole role -> role.roleId();
            case Principal.Root _,
                    Principal.FederatedUser _,
                    Principal.Service _,
                    Principal.WebIdentity _,
                    Principal.Anonymous _,
                    Principal.Job _ ->
                    throw new IllegalArgumentException("has no policies: " + principal.name());
        };
    }

    private static Optional<Arn> arn(Principal principal) {
        return switch (principal) {
            case Principal.User user -> Arn.tryParse(user.name());
            case Principal.AssumedRole role -> Optional.of(role.roleArn());
            case Principal.Root _,
                    Principal.FederatedUser _,
                    Principal.Service _,
                    Principal.WebIdentity _,
                    Principal.Anonymous _,
                    Principal.Job _ ->
                    Optional.empty();
        };
    }
}
