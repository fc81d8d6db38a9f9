package dev.berth.access;

import dev.berth.aws.Arn;
import dev.berth.aws.Registry;
import dev.berth.policy.NamedPolicy;
import java.util.List;
import java.util.Map;

/**
 * What repositories and registries say of themselves: the port to whoever keeps them. Answers from
 * memory where it can, and throws {@link dev.berth.runtime.WouldBlock} where it cannot and may not
 * wait.
 */
public interface ResourcePolicies {

    /**
     * Of a repository, its tags, its own policy and that of its registry. One that is not there has
     * the registry's policy only, and so has what is no repository's ARN but is in a registry.
     */
    ResourceFacts of(Arn repository);

    /** Of a registry as a whole, its policy. */
    ResourceFacts of(Registry registry);

    record ResourceFacts(List<NamedPolicy> policies, Map<String, String> tags) {
        public static final ResourceFacts NONE = new ResourceFacts(List.of(), Map.of());

        public ResourceFacts {
            policies = List.copyOf(policies);
            tags = Map.copyOf(tags);
        }
    }
}
