package dev.berth.identity;

import dev.berth.aws.Arn;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The policies that AWS manages, as far as berth has them. */
public final class AwsManagedPolicies {
    private final Map<String, ManagedPolicy> byArn = new LinkedHashMap<>();

    public AwsManagedPolicies(Collection<ManagedPolicy> policies) {
        policies.forEach(policy -> byArn.put(policy.arn().toString(), policy));
    }

    public Optional<ManagedPolicy> find(Arn arn) {
        return Optional.ofNullable(byArn.get(arn.toString()));
    }

    public Collection<ManagedPolicy> all() {
        return Collections.unmodifiableCollection(byArn.values());
    }
}
