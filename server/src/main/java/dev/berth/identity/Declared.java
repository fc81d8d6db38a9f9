package dev.berth.identity;

import dev.berth.aws.AccountId;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What a file says there is. Every reference in it is resolved, every policy parsed. */
public record Declared(List<Account> accounts) {
    public Declared {
        accounts = List.copyOf(accounts);
    }

    /** How a file sees the root of an account: it may say nothing about it. */
    public enum Root {
        UNSAID,
        ENABLED,
        DISABLED
    }

    /**
     * One account and all that is in it.
     *
     * @param at where it stands in the file, for faults that are found later
     * @param alias null where the file says nothing about it
     */
    public record Account(
            String at,
            AccountId id,
            @Nullable String alias,
            Root root,
            List<Policy> policies,
            List<Group> groups,
            List<User> users,
            List<Role> roles,
            List<Provider> providers,
            List<Caller> callers) {
        public Account {
            policies = List.copyOf(policies);
            groups = List.copyOf(groups);
            users = List.copyOf(users);
            roles = List.copyOf(roles);
            providers = List.copyOf(providers);
            callers = List.copyOf(callers);
        }

        /** Of an account that the file does not name. */
        static Account nothing(AccountId id) {
            return new Account(
                    "account " + id,
                    id,
                    null,
                    Root.UNSAID,
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of());
        }
    }

    /** What every entity has; {@code adopt}: whether it may be one that was made otherwise. */
    public record Name(String at, String path, String name, boolean adopt) {}

    /**
     * What an entity holds.
     *
     * @param attached ARNs
     * @param inline texts by name
     * @param boundary an ARN
     */
    public record Held(
            Set<String> attached,
            Map<String, String> inline,
            @Nullable String boundary,
            Map<String, String> tags) {
        static final Held NOTHING = new Held(Set.of(), Map.of(), null, Map.of());

        public Held {
            attached = Collections.unmodifiableSet(new TreeSet<>(attached));
            inline = Collections.unmodifiableMap(new LinkedHashMap<>(inline));
            tags = Collections.unmodifiableMap(new LinkedHashMap<>(tags));
        }
    }

    public record Policy(Name name, String description, String document) {}

    public record Group(Name name, Held held) {}

    /** {@code groups} by their names. */
    public record User(Name name, Set<String> groups, Held held, List<Key> keys) {
        public User {
            groups = Set.copyOf(groups);
            keys = List.copyOf(keys);
        }
    }

    /** It prints without its secret. */
    public record Key(String at, String id, String secret) {
        @Override
        public String toString() {
            return "Key[id=" + id + "]";
        }
    }

    public record Role(
            Name name, String description, String trust, Duration maxSession, Held held) {}

    /** Of OIDC; {@code url} without its scheme. */
    public record Provider(
            String at, String url, Set<String> clientIds, Set<String> thumbprints, boolean adopt) {
        public Provider {
            clientIds = Set.copyOf(clientIds);
            thumbprints = Set.copyOf(thumbprints);
        }
    }

    /** A user, or else a role, whose calls are those of a service. */
    public record Caller(
            String at,
            boolean ofUser,
            String name,
            String service,
            @Nullable String sourceArn,
            @Nullable AccountId sourceAccount) {}
}
