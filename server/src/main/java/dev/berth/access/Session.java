package dev.berth.access;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What temporary credentials carry beside their principal.
 *
 * @param policies the texts of session policies: with {@code managedPolicies} they bound what the
 *     session may; without any of both it may what its principal may
 * @param managedPolicies ARNs
 * @param transitiveTags keys of those tags that stay through role chaining
 * @param sourceIdentity set once, and kept through role chaining
 * @param chained whether another role's session assumed this one
 * @param federatedProvider the ARN of the OIDC provider that vouched for it
 */
public record Session(
        Instant issuedAt,
        Instant expiresAt,
        List<String> policies,
        List<String> managedPolicies,
        Map<String, String> tags,
        Set<String> transitiveTags,
        @Nullable String sourceIdentity,
        boolean chained,
        @Nullable String federatedProvider) {
    public Session {
        policies = List.copyOf(policies);
        managedPolicies = List.copyOf(managedPolicies);
        tags = Map.copyOf(tags);
        transitiveTags = Set.copyOf(transitiveTags);
    }
}
