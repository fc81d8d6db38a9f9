package dev.berth.access;

import dev.berth.policy.NamedPolicy;
import dev.berth.policy.PolicySet;
import dev.berth.policy.RequestPrincipal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Everything on the caller's side of a decision. */
record CallerRights(
        RequestPrincipal principal,
        List<NamedPolicy> identity,
        @Nullable NamedPolicy boundary,
        List<NamedPolicy> session,
        Map<String, String> tags) {

    static CallerRights none(RequestPrincipal principal) {
        return new CallerRights(principal, List.of(), null, List.of(), Map.of());
    }

    PolicySet with(List<NamedPolicy> resource) {
        return new PolicySet(identity, boundary, session, resource);
    }
}
