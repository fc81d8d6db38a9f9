package dev.berth.testing;

import dev.berth.access.ResourcePolicies;
import dev.berth.aws.Arn;
import dev.berth.aws.Registry;
import dev.berth.policy.NamedPolicy;
import dev.berth.policy.PolicyKind;
import dev.berth.policy.PolicyParser;
import dev.berth.policy.PolicySource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Policies and tags of resources in maps. */
public final class TestResources implements ResourcePolicies {
    private final Map<Arn, NamedPolicy> repositories = new HashMap<>();
    private final Map<String, NamedPolicy> registries = new HashMap<>();
    private final Map<Arn, Map<String, String>> tags = new HashMap<>();

    public TestResources repository(Arn repository, String text) {
        repositories.put(repository, policy("repository", text, PolicyKind.REPOSITORY));
        return this;
    }

    public TestResources registry(Registry registry, String text) {
        registries.put(
                registry.account() + "/" + registry.region(),
                policy("registry", text, PolicyKind.REGISTRY));
        return this;
    }

    public TestResources tag(Arn repository, Map<String, String> of) {
        tags.put(repository, of);
        return this;
    }

    @Override
    public ResourceFacts of(Arn repository) {
        var policies = new ArrayList<NamedPolicy>();
        add(policies, repositories.get(repository));
        add(policies, registries.get(repository.account() + "/" + repository.region()));
        return new ResourceFacts(policies, tags.getOrDefault(repository, Map.of()));
    }

    @Override
    public ResourceFacts of(Registry registry) {
        var policies = new ArrayList<NamedPolicy>();
        add(policies, registries.get(registry.account() + "/" + registry.region()));
        return new ResourceFacts(policies, Map.of());
    }

    private static void add(List<NamedPolicy> policies, @Nullable NamedPolicy policy) {
        if (policy != null) {
            policies.add(policy);
        }
    }

    private static NamedPolicy policy(String name, String text, PolicyKind kind) {
        return new NamedPolicy(name, PolicySource.RESOURCE, PolicyParser.parse(text, kind));
    }
}
