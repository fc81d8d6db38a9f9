package dev.berth.repository;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.berth.access.ResourcePolicies;
import dev.berth.aws.AccountId;
import dev.berth.aws.Arn;
import dev.berth.aws.Region;
import dev.berth.aws.Registry;
import dev.berth.db.ReadableDatabase;
import dev.berth.db.Tx;
import dev.berth.oci.RepositoryName;
import dev.berth.policy.NamedPolicy;
import dev.berth.policy.PolicyKind;
import dev.berth.policy.PolicyParser;
import dev.berth.policy.PolicySource;
import dev.berth.runtime.WouldBlock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What repositories and registries say of themselves, as decisions need it: compiled, and in memory
 * until a change of it is committed.
 */
public final class RepositoryFacts implements ResourcePolicies {
    private static final int MAX_REPOSITORIES = 20_000;
    private static final int MAX_REGISTRIES = 10_000;
    private static final String PREFIX = "repository/";

    private final ReadableDatabase database;
    private final RepositoryStore repositories;
    private final ResourceTagStore tags = new ResourceTagStore();
    private final ResourcePolicyStore policies = new ResourcePolicyStore();
    private final Cache<Arn, @Nullable ResourceFacts> byArn =
            Caffeine.newBuilder().maximumSize(MAX_REPOSITORIES).build();
    private final Cache<Registry, List<NamedPolicy>> byRegistry =
            Caffeine.newBuilder().maximumSize(MAX_REGISTRIES).build();

    RepositoryFacts(ReadableDatabase database, RepositoryStore repositories) {
        this.database = database;
        this.repositories = repositories;
    }

    /** For who only asks what they say; changes of a server beside are not heard of. */
    public static RepositoryFacts of(ReadableDatabase database) {
        return new RepositoryFacts(database, new RepositoryStore());
    }

    @Override
    public ResourceFacts of(Arn repository) {
        Optional<Registry> registry = registry(repository);
        if (registry.isEmpty()) {
            return ResourceFacts.NONE;
        }
        return with(own(repository, registry.get()), ofRegistry(registry.get()));
    }

    @Override
    public ResourceFacts of(Registry registry) {
        return with(ResourceFacts.NONE, ofRegistry(registry));
    }

    /** What would be said with another policy of the repository. */
    ResourceFacts of(Arn repository, Registry registry, NamedPolicy instead) {
        return with(
                new ResourceFacts(List.of(instead), own(repository, registry).tags()),
                ofRegistry(registry));
    }

    void forgetAfterCommit(Tx tx, Arn repository) {
        tx.afterCommit(() -> byArn.invalidate(repository));
    }

    void forgetAfterCommit(Tx tx, Registry registry) {
        tx.afterCommit(() -> byRegistry.invalidate(registry));
    }

    static NamedPolicy compiled(Arn repository, String document) {
        return new NamedPolicy(
                repository.toString(),
                PolicySource.RESOURCE,
                PolicyParser.parse(document, PolicyKind.REPOSITORY));
    }

    // Loaded inside of the caches, which makes a change wait for a load under way before it drops
    // what that has found.
    private ResourceFacts own(Arn repository, Registry registry) {
        ResourceFacts known = byArn.getIfPresent(repository);
        if (known != null) {
            return known;
        }
        Optional<RepositoryName> name =
                RepositoryName.tryParse(repository.resource().substring(PREFIX.length()));
        if (name.isEmpty()) {
            return ResourceFacts.NONE;
        }
        WouldBlock.unlessMayBlock();
        ResourceFacts loaded =
                byArn.get(repository, _ -> load(repository, registry, name.get()).orElse(null));
        return loaded == null ? ResourceFacts.NONE : loaded;
    }

    private List<NamedPolicy> ofRegistry(Registry registry) {
        List<NamedPolicy> known = byRegistry.getIfPresent(registry);
        if (known != null) {
            return known;
        }
        WouldBlock.unlessMayBlock();
        return byRegistry.get(registry, this::load);
    }

    private Optional<ResourceFacts> load(Arn arn, Registry registry, RepositoryName name) {
        return database.read(tx ->
                repositories
                        .find(tx, registry, name)
                        .map(repository ->
                                new ResourceFacts(
                                        policies.find(tx, repository.id()).stream()
                                                .map(document -> compiled(arn, document))
                                                .toList(),
                                        tags.find(tx, repository.id()))));
    }

    private List<NamedPolicy> load(Registry registry) {
        return database.read(tx -> policies.find(tx, registry)).stream()
                .map(document ->
                        new NamedPolicy(
                                "registry " + registry.account() + " " + registry.region(),
                                PolicySource.RESOURCE,
                                PolicyParser.parse(document, PolicyKind.REGISTRY)))
                .toList();
    }

    private static ResourceFacts with(ResourceFacts own, List<NamedPolicy> ofRegistry) {
        if (ofRegistry.isEmpty()) {
            return own;
        }
        var all = new ArrayList<>(own.policies());
        all.addAll(ofRegistry);
        return new ResourceFacts(all, own.tags());
    }

    private static Optional<Registry> registry(Arn arn) {
        if (!arn.service().equals("ecr") || !arn.resource().startsWith(PREFIX)) {
            return Optional.empty();
        }
        return AccountId.tryParse(arn.account())
                .flatMap(account ->
                        Region.tryParse(arn.region()).map(region -> new Registry(account, region)));
    }
}
