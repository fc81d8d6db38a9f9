package dev.berth.policy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Every policy that has a say in one decision. The policies of a session form one set: what any of
 * them allows is within the session; none means that the session is not narrowed.
 */
public record PolicySet(
        List<NamedPolicy> identity,
        @Nullable NamedPolicy boundary,
        List<NamedPolicy> session,
        List<NamedPolicy> resource) {
    public PolicySet {
        identity = List.copyOf(identity);
        session = List.copyOf(session);
        resource = List.copyOf(resource);
    }

    public static PolicySet ofIdentity(List<NamedPolicy> identity) {
        return new PolicySet(identity, null, List.of(), List.of());
    }

    public static PolicySet ofResource(List<NamedPolicy> resource) {
        return new PolicySet(List.of(), null, List.of(), resource);
    }
}
