package dev.berth.session;

import dev.berth.aws.Arn;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the caller puts into a new session.
 *
 * @param policy the text of a session policy
 * @param managedPolicies that bound the session as well
 * @param tags in their order
 * @param transitiveTags keys of those that stay through role chaining
 */
public record SessionContents(
        @Nullable String policy,
        List<Arn> managedPolicies,
        Map<String, String> tags,
        Set<String> transitiveTags) {
    public static final SessionContents NONE =
            new SessionContents(null, List.of(), Map.of(), Set.of());

    public SessionContents {
        managedPolicies = List.copyOf(new LinkedHashSet<>(managedPolicies));
        tags = Map.copyOf(tags);
        transitiveTags = Set.copyOf(transitiveTags);
    }

    boolean isTagged() {
        return !tags.isEmpty() || !transitiveTags.isEmpty();
    }

    boolean isEmpty() {
        return policy == null && managedPolicies.isEmpty() && !isTagged();
    }

    List<String> policies() {
        return policy == null ? List.of() : List.of(policy);
    }

    List<String> managedPolicyArns() {
        return managedPolicies.stream().map(Arn::toString).toList();
    }
}
