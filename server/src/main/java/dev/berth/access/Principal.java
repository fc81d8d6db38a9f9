package dev.berth.access;

import dev.berth.aws.AccountId;
import dev.berth.aws.Arn;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who acts. */
public sealed interface Principal {

    /** As policies, errors and events name the principal: an ARN where there is one. */
    String name();

    /** The account itself. */
    record Root(AccountId account) implements Principal {
        @Override
        public String name() {
            return Arn.iam(account, "root").toString();
        }
    }

    /**
     * A user of IAM.
     *
     * @param id unique for all time, {@code AIDA…}
     * @param path begins and ends with a slash
     */
    record User(AccountId account, String id, String path, String userName) implements Principal {
        @Override
        public String name() {
            return Arn.iam(account, "user" + path + userName).toString();
        }
    }

    /**
     * A session of a role.
     *
     * @param roleId unique for all time, {@code AROA…}
     * @param rolePath begins and ends with a slash; the name of the session has none
     */
    record AssumedRole(
            AccountId account, String roleId, String rolePath, String roleName, String sessionName)
            implements Principal {
        @Override
        public String name() {
            return Arn.sts(account, "assumed-role/" + roleName + "/" + sessionName).toString();
        }

        public Arn roleArn() {
            return Arn.iam(account, "role" + rolePath + roleName);
        }
    }

    /**
     * A session that GetFederationToken gave.
     *
     * @param issuer the user who asked for it; null where it was the root of the account
     */
    record FederatedUser(AccountId account, String userName, @Nullable User issuer)
            implements Principal {
        @Override
        public String name() {
            return Arn.sts(account, "federated-user/" + userName).toString();
        }
    }

    /**
     * A service of AWS, such as {@code codebuild.amazonaws.com}, that a caller stands for because
     * the operator says so.
     *
     * @param account whose caller it is
     * @param sourceArn for which resource the service acts, {@code aws:SourceArn}; null for any
     * @param sourceAccount for which account, {@code aws:SourceAccount}; null for any
     * @param behind the user or the role's session that stands for it, whose end is its end; null
     *     where one only asks what the service may
     */
    record Service(
            AccountId account,
            String service,
            @Nullable String sourceArn,
            @Nullable String sourceAccount,
            @Nullable Principal behind)
            implements Principal {
        public Service {
            if (behind != null && !(behind instanceof User || behind instanceof AssumedRole)) {
                throw new IllegalArgumentException("stands for no service: " + behind.name());
            }
        }

        @Override
        public String name() {
            return service;
        }
    }

    /**
     * Whom an OIDC issuer vouches for, before a role is assumed.
     *
     * @param provider the ARN of the issuer as IAM knows it
     * @param claims of its token, as condition keys in small letters
     */
    record WebIdentity(String provider, String subject, Map<String, List<String>> claims)
            implements Principal {
        public WebIdentity {
            claims = Map.copyOf(claims);
        }

        public WebIdentity(String provider, String subject) {
            this(provider, subject, Map.of());
        }

        /** The values of a claim, by its name in small letters. */
        public List<String> claim(String name) {
            String issuer = provider.substring(provider.indexOf('/') + 1).toLowerCase(Locale.ROOT);
            return claims.getOrDefault(issuer + ":" + name, List.of());
        }

        @Override
        public String name() {
            return provider + "/" + subject;
        }
    }

    /** Nobody in particular. */
    record Anonymous() implements Principal {
        @Override
        public String name() {
            return "anonymous";
        }
    }

    /** Work that the server does of itself; it passes the same decision as everyone. */
    record Job(String job) implements Principal {
        @Override
        public String name() {
            return "berth:job/" + job;
        }
    }

    /** What {@code aws:userid} and GetCallerIdentity say; empty for whom IAM has none. */
    default Optional<String> uniqueId() {
        return switch (this) {
            case Root root -> Optional.of(root.account().value());
            case User user -> Optional.of(user.id());
            case AssumedRole role -> Optional.of(role.roleId() + ":" + role.sessionName());
            case FederatedUser user -> Optional.of(user.account() + ":" + user.userName());
            case Service _, WebIdentity _, Anonymous _, Job _ -> Optional.empty();
        };
    }

    /** The account that the principal belongs to; empty for whom none answers. */
    default Optional<AccountId> accountId() {
        return switch (this) {
            case Root root -> Optional.of(root.account());
            case User user -> Optional.of(user.account());
            case AssumedRole role -> Optional.of(role.account());
            case FederatedUser user -> Optional.of(user.account());
            case Service service -> Optional.of(service.account());
            case WebIdentity _, Anonymous _, Job _ -> Optional.empty();
        };
    }
}
