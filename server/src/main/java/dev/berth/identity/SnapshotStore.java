package dev.berth.identity;

import dev.berth.aws.AccountId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/** SQL that reads everything of an account at once: a query for each kind, none in a loop. */
final class SnapshotStore {

    List<User> users(Handle sql, AccountId account, Map<String, Held> held) {
        return sql.createQuery(
                        """
                        SELECT id, name, path, created_at, boundary, declared
                          FROM iam_user
                         WHERE account = :account
                        """)
                .bind("account", account.value())
                .map((row, _) ->
                        new User(
                                account,
                                row.getString("id"),
                                row.getString("path"),
                                row.getString("name"),
                                Instant.ofEpochMilli(row.getLong("created_at")),
                                row.getString("boundary"),
                                row.getBoolean("declared"),
                                held.getOrDefault(row.getString("id"), Held.NOTHING)))
                .list();
    }

    List<Group> groups(Handle sql, AccountId account, Map<String, Held> held) {
        Map<String, List<String>> members =
                lists(
                        sql,
                        account,
                        """
                        SELECT group_id AS owner, user_id AS item
                          FROM iam_group_member
                         WHERE account = :account
                        """);
        return sql.createQuery(
                        """
                        SELECT id, name, path, created_at, declared
                          FROM iam_group
                         WHERE account = :account
                        """)
                .bind("account", account.value())
                .map((row, _) ->
                        new Group(
                                account,
                                row.getString("id"),
                                row.getString("path"),
                                row.getString("name"),
                                Instant.ofEpochMilli(row.getLong("created_at")),
                                row.getBoolean("declared"),
                                held.getOrDefault(row.getString("id"), Held.NOTHING),
                                members.getOrDefault(row.getString("id"), List.of())))
                .list();
    }

    List<Role> roles(Handle sql, AccountId account, Map<String, Held> held) {
        return sql.createQuery(
                        """
                        SELECT id, name, path, description, trust_policy, max_session_seconds,
                               created_at, boundary, declared
                          FROM iam_role
                         WHERE account = :account
                        """)
                .bind("account", account.value())
                .map((row, _) ->
                        new Role(
                                account,
                                row.getString("id"),
                                row.getString("path"),
                                row.getString("name"),
                                row.getString("description"),
                                row.getString("trust_policy"),
                                Duration.ofSeconds(row.getLong("max_session_seconds")),
                                Instant.ofEpochMilli(row.getLong("created_at")),
                                row.getString("boundary"),
                                row.getBoolean("declared"),
                                held.getOrDefault(row.getString("id"), Held.NOTHING)))
                .list();
    }

    List<ManagedPolicy> policies(Handle sql, AccountId account, Map<String, Held> held) {
        Map<String, List<ManagedPolicy.Version>> versions = versions(sql, account);
        return sql.createQuery(
                        """
                        SELECT id, name, path, description, default_version, created_at,
                               updated_at, declared
                          FROM iam_policy
                         WHERE account = :account
                        """)
                .bind("account", account.value())
                .map((row, _) ->
                        new ManagedPolicy(
                                ManagedPolicy.arn(
                                        account, row.getString("path"), row.getString("name")),
                                row.getString("id"),
                                row.getString("path"),
                                row.getString("name"),
                                row.getString("description"),
                                Instant.ofEpochMilli(row.getLong("created_at")),
                                Instant.ofEpochMilli(row.getLong("updated_at")),
                                row.getBoolean("declared"),
                                row.getLong("default_version"),
                                versions.getOrDefault(row.getString("id"), List.of()),
                                held.getOrDefault(row.getString("id"), Held.NOTHING)))
                .list();
    }

    private static Map<String, List<ManagedPolicy.Version>> versions(
            Handle sql, AccountId account) {
        var versions = new HashMap<String, List<ManagedPolicy.Version>>();
        sql.createQuery(
                        """
                        SELECT v.policy_id, v.version, v.document, v.created_at
                          FROM iam_policy_version AS v
                          JOIN iam_policy AS p ON p.id = v.policy_id
                         WHERE p.account = :account
                         ORDER BY v.policy_id, v.version DESC
                        """)
                .bind("account", account.value())
                .map((row, _) ->
                        Map.entry(
                                row.getString("policy_id"),
                                new ManagedPolicy.Version(
                                        row.getLong("version"),
                                        row.getString("document"),
                                        Instant.ofEpochMilli(row.getLong("created_at")))))
                .forEach(entry -> add(versions, entry.getKey(), entry.getValue()));
        return versions;
    }

    List<OidcProvider> providers(Handle sql, AccountId account, Map<String, Held> held) {
        Map<String, List<String>> clients =
                lists(
                        sql,
                        account,
                        """
                        SELECT c.provider_id AS owner, c.client_id AS item
                          FROM iam_oidc_client AS c
                          JOIN iam_oidc_provider AS p ON p.id = c.provider_id
                         WHERE p.account = :account
                         ORDER BY c.client_id
                        """);
        Map<String, List<String>> thumbprints =
                lists(
                        sql,
                        account,
                        """
                        SELECT t.provider_id AS owner, t.thumbprint AS item
                          FROM iam_oidc_thumbprint AS t
                          JOIN iam_oidc_provider AS p ON p.id = t.provider_id
                         WHERE p.account = :account
                         ORDER BY t.thumbprint
                        """);
        return sql.createQuery(
                        """
                        SELECT id, url, created_at, declared
                          FROM iam_oidc_provider
                         WHERE account = :account
                        """)
                .bind("account", account.value())
                .map((row, _) ->
                        new OidcProvider(
                                account,
                                row.getString("id"),
                                row.getString("url"),
                                clients.getOrDefault(row.getString("id"), List.of()),
                                thumbprints.getOrDefault(row.getString("id"), List.of()),
                                Instant.ofEpochMilli(row.getLong("created_at")),
                                row.getBoolean("declared"),
                                held.getOrDefault(row.getString("id"), Held.NOTHING)))
                .list();
    }

    List<ServiceCaller> serviceCallers(Handle sql, AccountId account) {
        return sql.createQuery(
                        """
                        SELECT principal_id, service, source_arn, source_account
                          FROM iam_service_caller
                         WHERE account = :account
                        """)
                .bind("account", account.value())
                .map((row, _) ->
                        new ServiceCaller(
                                row.getString("principal_id"),
                                row.getString("service"),
                                row.getString("source_arn"),
                                row.getString("source_account")))
                .list();
    }

    /** What everyone holds, by the ids of the owners. */
    Map<String, Held> held(Handle sql, AccountId account) {
        Map<String, Map<String, String>> inline =
                maps(
                        sql,
                        account,
                        """
                        SELECT owner_id AS owner, name AS item, document AS text
                          FROM iam_inline_policy
                         WHERE account = :account
                        """);
        Map<String, List<String>> attached =
                lists(
                        sql,
                        account,
                        """
                        SELECT owner_id AS owner, policy_arn AS item
                          FROM iam_attachment
                         WHERE account = :account
                        """);
        Map<String, Map<String, String>> tags =
                maps(
                        sql,
                        account,
                        """
                        SELECT owner_id AS owner, tag_key AS item, tag_value AS text
                          FROM iam_tag
                         WHERE account = :account
                        """);
        var owners = new ArrayList<String>(inline.keySet());
        owners.addAll(attached.keySet());
        owners.addAll(tags.keySet());
        var held = new HashMap<String, Held>();
        for (String owner : owners) {
            held.put(
                    owner,
                    new Held(
                            inline.getOrDefault(owner, Map.of()),
                            attached.getOrDefault(owner, List.of()),
                            tags.getOrDefault(owner, Map.of())));
        }
        return held;
    }

    private static Map<String, List<String>> lists(Handle sql, AccountId account, String query) {
        var lists = new HashMap<String, List<String>>();
        sql.createQuery(query)
                .bind("account", account.value())
                .map((row, _) -> Map.entry(row.getString("owner"), row.getString("item")))
                .forEach(entry -> add(lists, entry.getKey(), entry.getValue()));
        return lists;
    }

    private static <T> void add(Map<String, List<T>> lists, String owner, T item) {
        lists.computeIfAbsent(owner, _ -> new ArrayList<>()).add(item);
    }

    private static Map<String, Map<String, String>> maps(
            Handle sql, AccountId account, String query) {
        var maps = new HashMap<String, Map<String, String>>();
        sql.createQuery(query)
                .bind("account", account.value())
                .map((row, _) ->
                        List.of(
                                row.getString("owner"),
                                row.getString("item"),
                                row.getString("text")))
                .forEach(row ->
                        maps.computeIfAbsent(row.get(0), _ -> new TreeMap<>())
                                .put(row.get(1), row.get(2)));
        return maps;
    }
}
