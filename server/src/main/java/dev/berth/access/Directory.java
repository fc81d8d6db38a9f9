package dev.berth.access;

import dev.berth.aws.AccountId;
import dev.berth.aws.Arn;
import dev.berth.policy.NamedPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The identities as this node last saw them: the port to whoever keeps them. Everything is answered
 * from memory, and nothing once that has not been renewed for too long: then every method throws
 * IdentitiesStale.
 */
public interface Directory {

    /** The active long-term key of this id, and whose it is. */
    Optional<KeyHolder> key(String accessKeyId);

    /**
     * Who counts as acting: a service where the operator says that the principal stands for one.
     */
    default Principal actsAs(Principal principal) {
        return principal;
    }

    /**
     * What the policies of a root, a user, a session or a federated user are now, those of a
     * session being its role's and those of a federated user its issuer's. Empty where the
     * principal is gone, or is the root of an account that has it disabled.
     */
    Optional<Standing> standing(Principal principal);

    /** A policy of a customer or of AWS, as session policies name it. */
    Optional<NamedPolicy> managedPolicy(Arn arn);

    Optional<RoleFacts> role(Arn arn);

    /** The unique id, {@code AIDA…} or {@code AROA…}, of the user or role of this ARN. */
    Optional<String> idOf(Arn principal);

    /** The ARN of the user or role of this unique id. */
    Optional<Arn> arnOf(String uniqueId);

    boolean exists(AccountId account);

    /** The tags of a user, role or managed policy; none where there is no such thing. */
    Map<String, String> tags(Arn resource);

    /**
     * A key and who signs with it.
     *
     * @param principal a Root or a User; a Service where the user stands for one
     */
    record KeyHolder(AccessKey key, Principal principal) {}

    /**
     * What a principal is allowed by itself.
     *
     * @param boundary empty where nothing bounds the policies
     */
    record Standing(
            List<NamedPolicy> policies, Optional<NamedPolicy> boundary, Map<String, String> tags) {
        public Standing {
            policies = List.copyOf(policies);
            tags = Map.copyOf(tags);
        }
    }

    /**
     * What STS has to know of a role.
     *
     * @param path begins and ends with a slash
     * @param trust who may assume it
     */
    record RoleFacts(
            AccountId account,
            String id,
            String path,
            String name,
            Duration maxSession,
            NamedPolicy trust,
            Map<String, String> tags) {
        public RoleFacts {
            tags = Map.copyOf(tags);
        }
    }
}
