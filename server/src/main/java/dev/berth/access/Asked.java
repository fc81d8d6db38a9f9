package dev.berth.access;

import dev.berth.aws.AccountId;
import dev.berth.aws.Arn;
import dev.berth.policy.PolicySource;
import dev.berth.policy.Ruling;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One action that a caller wants to be allowed, and the words in which it is denied.
 *
 * @param arn of the resource; null where the action knows none
 * @param resource the same as a text, or {@code *}
 * @param owner the account that the resource belongs to
 */
record Asked(Caller caller, Action action, @Nullable Arn arn, String resource, AccountId owner) {
    private static final Set<String> OF_POLICIES =
            Set.of(
                    "ecr:SetRepositoryPolicy",
                    "ecr:GetRepositoryPolicy",
                    "ecr:DeleteRepositoryPolicy",
                    "ecr:PutRegistryPolicy",
                    "ecr:GetRegistryPolicy",
                    "ecr:DeleteRegistryPolicy");
    private static final String ASSUME_ROLE = "sts:AssumeRole";

    String name() {
        return action.iamName();
    }

    /** A policy that shuts everyone out must not shut out whoever can take it away. */
    boolean isRootSettingItsPolicy() {
        return caller.principal() instanceof Principal.Root root
                && root.account().equals(owner)
                && OF_POLICIES.contains(name());
    }

    Decision.Denied denied(Ruling.ExplicitDeny deny) {
        return new Decision.Denied(
                text(deny.reason(name())), DenialCause.of(name(), resource, owner, deny));
    }

    Decision.Denied denied(Ruling.ImplicitDeny deny) {
        return missing(deny.missing(), deny.missing().text());
    }

    /** {@code what} would have had to allow it; to the caller it is a policy of this kind. */
    Decision.Denied missing(PolicySource kind, String what) {
        return new Decision.Denied(
                text(new Ruling.ImplicitDeny(kind).reason(name())),
                DenialCause.missing(name(), resource, owner, what));
    }

    Decision.Denied refused(String text) {
        return new Decision.Denied(
                text,
                DenialCause.missing(
                        name(), resource, owner, "use of this with session credentials"));
    }

    /** STS says nothing about the reason. */
    private String text(String tail) {
        if (caller.principal() instanceof Principal.WebIdentity) {
            return "Not authorized to perform " + name();
        }
        String text =
                "User: %s is not authorized to perform: %s on resource: %s"
                        .formatted(caller.principal().name(), name(), resource);
        return name().startsWith(ASSUME_ROLE) ? text : text + " " + tail;
    }
}
