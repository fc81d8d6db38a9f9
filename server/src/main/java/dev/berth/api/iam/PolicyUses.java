package dev.berth.api.iam;

import dev.berth.identity.AccountSnapshot;
import dev.berth.identity.Group;
import dev.berth.identity.Owner;
import dev.berth.identity.Role;
import dev.berth.identity.User;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whom the policies of an account are attached to, and whom they bound, by their ARNs. */
final class PolicyUses {

    /** Someone who uses a policy. */
    record Use(Owner owner, String path) {}

    private final Map<String, List<Use>> attached = new HashMap<>();
    private final Map<String, List<Use>> bounding = new HashMap<>();

    PolicyUses(AccountSnapshot account) {
        for (Group group : account.groups()) {
            add(new Use(group.owner(), group.path()), group.held().attached(), null);
        }
        for (User user : account.users()) {
            add(new Use(user.owner(), user.path()), user.held().attached(), user.boundary());
        }
        for (Role role : account.roles()) {
            add(new Use(role.owner(), role.path()), role.held().attached(), role.boundary());
        }
    }

    private void add(Use use, List<String> policies, @Nullable String boundary) {
        policies.forEach(arn -> attached.computeIfAbsent(arn, _ -> new ArrayList<>()).add(use));
        if (boundary != null) {
            bounding.computeIfAbsent(boundary, _ -> new ArrayList<>()).add(use);
        }
    }

    List<Use> attached(String arn) {
        return attached.getOrDefault(arn, List.of());
    }

    List<Use> bounding(String arn) {
        return bounding.getOrDefault(arn, List.of());
    }
}
