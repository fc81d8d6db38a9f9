package dev.berth.access;

import dev.berth.access.ResourcePolicies.ResourceFacts;
import dev.berth.aws.Arn;
import dev.berth.policy.NamedPolicy;
import dev.berth.policy.PolicyKind;
import dev.berth.policy.PolicyParser;
import dev.berth.policy.PolicySource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds what a resource says to an action, whichever service it is of. */
final class ResourceSide {
    private final Directory directory;
    private final ResourcePolicies registries;

    /** A role that is not there trusts no one, whatever its would-be caller may do. */
    private final ResourceFacts nobody =
            new ResourceFacts(
                    List.of(
                            new NamedPolicy(
                                    "none",
                                    PolicySource.RESOURCE,
                                    PolicyParser.parse(
                                            """
                                            {"Version": "2012-10-17", "Statement":
                                             {"Effect": "Deny", "Principal": "*", "Action": "*"}}\
                                            """,
                                            PolicyKind.TRUST))),
                    Map.of());

    ResourceSide(Directory directory, ResourcePolicies registries) {
        this.directory = directory;
        this.registries = registries;
    }

    ResourceFacts of(Asked asked) {
        Arn arn = asked.arn();
        return switch (asked.action().service()) {
            case "ecr" -> ofRegistry(asked, arn);
            case "iam" -> arn == null ? ResourceFacts.NONE : tags(arn);
            case "sts" -> arn == null ? ResourceFacts.NONE : trust(arn);
            default -> ResourceFacts.NONE;
        };
    }

    /** The login to all registries comes from the caller's own policies alone. */
    private ResourceFacts ofRegistry(Asked asked, @Nullable Arn arn) {
        if (arn != null) {
            return registries.of(arn);
        }
        return asked.action() == Action.ECR_GET_AUTHORIZATION_TOKEN
                ? ResourceFacts.NONE
                : registries.of(asked.caller().registry());
    }

    private ResourceFacts tags(Arn arn) {
        return new ResourceFacts(List.of(), directory.tags(arn));
    }

    /** Who may assume a role is for its trust policy to say. */
    private ResourceFacts trust(Arn arn) {
        if (!arn.service().equals("iam")) {
            return ResourceFacts.NONE;
        }
        return directory
                .role(arn)
                .map(role -> new ResourceFacts(List.of(role.trust()), role.tags()))
                .orElse(nobody);
    }
}
