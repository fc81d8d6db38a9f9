package dev.berth.identity.file;

import dev.berth.access.PolicyPrincipals;
import dev.berth.aws.AccountId;
import dev.berth.config.ConfigFaults;
import dev.berth.identity.AccountSnapshot;
import dev.berth.identity.AwsManagedPolicies;
import dev.berth.identity.Change;
import dev.berth.identity.Declarations;
import dev.berth.identity.DeclaredPlanner;
import dev.berth.identity.Group;
import dev.berth.identity.Held;
import dev.berth.identity.IdentityQuotas;
import dev.berth.identity.ManagedPolicies;
import dev.berth.identity.OidcProviders;
import dev.berth.identity.UniqueIds;
import dev.berth.testing.FixedClock;
import dev.berth.testing.TestDatabase;
import dev.berth.testing.TestIdentity;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Identities of a database of their own, as files make them. */
final class DeclaredFixture implements AutoCloseable {
    static final AccountId ACCOUNT = new AccountId("111122223333");

    /** An account with one of everything that a file may hold. */
    static final String ALL =
            """
            alias: team-a
            root: disabled
            policies:
              - name: push
                document: {Version: "2012-10-17", Statement: [{Effect: Allow, Action: "ecr:*", Resource: "*"}]}
            groups:
              - name: robots
                policies: [push]
            users:
              - name: ci
                path: /robots/
                groups: [robots]
                boundary: AdministratorAccess
                tags: {team: a}
                inline-policies:
                  own: {Version: "2012-10-17", Statement: [{Effect: Deny, Action: "iam:*", Resource: "*"}]}
                access-keys: [{id: AKIAAAAAAAAAAAAAAAAA, secret-variable: CI}]
            roles:
              - name: deploy
                policies: [AmazonEC2ContainerRegistryPullOnly]
                max-session: 2h
                trust-policy: {Version: "2012-10-17", Statement: [{Effect: Allow, Principal: {AWS: "arn:aws:iam::111122223333:user/robots/ci"}, Action: "sts:AssumeRole"}]}
            oidc-providers:
              - {url: "https://oidc.example.com", client-ids: [sts.amazonaws.com]}
            service-callers:
              - {principal: user/ci, service: codebuild.amazonaws.com, source-account: "111122223333"}
            """;

    private final TestDatabase database = new TestDatabase();
    private final TestIdentity identity = new TestIdentity(database, new FixedClock());
    private final Declarations declarations;
    private final IdentitiesReader reader =
            new IdentitiesReader(
                    AwsManagedPolicies.builtIn(),
                    name -> Optional.of("value-of-" + name + "-0123456789"));

    DeclaredFixture() {
        var ids = new UniqueIds(new SecureRandom());
        var quotas = IdentityQuotas.ofAws();
        declarations =
                new Declarations(
                        database,
                        identity.changes(),
                        identity.identities(),
                        new DeclaredPlanner(
                                identity.accounts(),
                                identity.users(),
                                identity.groups(),
                                new ManagedPolicies(ids, identity.held(), quotas),
                                new OidcProviders(ids, identity.held(), quotas),
                                identity.held(),
                                identity.accessKeys(),
                                ids,
                                quotas));
    }

    TestIdentity identity() {
        return identity;
    }

    Declarations declarations() {
        return declarations;
    }

    IdentitiesReader reader() {
        return reader;
    }

    /** Answers how many steps it took. */
    int apply(String file) throws ConfigFaults {
        return declarations.apply(reader.read(file, Path.of("")).declared());
    }

    /** The same of a file of one account. */
    int applyAccount(String members) throws ConfigFaults {
        return apply(account(members));
    }

    static String account(String members) {
        return "accounts:\n  - id: \"%s\"\n%s".formatted(ACCOUNT, members.indent(4));
    }

    List<String> faults(String file) {
        try {
            apply(file);
            return List.of();
        } catch (ConfigFaults e) {
            return e.faults();
        }
    }

    /** What the API changes in the account. */
    void change(Consumer<Change> work) {
        identity.changes()
                .<Boolean>change(
                        ACCOUNT,
                        TestIdentity.ACTOR,
                        change -> {
                            work.accept(change);
                            return true;
                        });
    }

    AccountSnapshot account() {
        return account(ACCOUNT);
    }

    AccountSnapshot account(AccountId id) {
        return identity.identities().account(id);
    }

    /** Everything of an account but for ids and times, one line each. */
    SortedSet<String> contents(AccountId id) {
        var lines = new TreeSet<String>();
        if (!identity.identities().exists(id)) {
            return lines;
        }
        AccountSnapshot account = account(id);
        lines.add("alias " + account.alias() + ", root " + account.rootDisabled());
        account.policies()
                .forEach(policy ->
                        lines.add(
                                "policy %s %s %s %d versions, %s"
                                        .formatted(
                                                policy.arn(),
                                                policy.description(),
                                                policy.effective().document(),
                                                policy.versions().size(),
                                                policy.declared())));
        account.groups()
                .forEach(group ->
                        lines.add(
                                "group %s %s %s"
                                        .formatted(
                                                group.arn(),
                                                text(group.held()),
                                                group.declared())));
        account.users()
                .forEach(user ->
                        lines.add(
                                "user %s %s %s %s in %s, %s"
                                        .formatted(
                                                user.arn(),
                                                text(user.held()),
                                                user.boundary(),
                                                keys(account, user.id()),
                                                account.groupsOf(user).stream()
                                                        .map(Group::name)
                                                        .sorted()
                                                        .toList(),
                                                user.declared())));
        account.roles()
                .forEach(role ->
                        lines.add(
                                "role %s %s %s %s trusts %s, %s %s"
                                        .formatted(
                                                role.arn(),
                                                text(role.held()),
                                                role.boundary(),
                                                Objects.requireNonNullElse(role.description(), ""),
                                                shown(role.trustPolicy()),
                                                role.maxSession(),
                                                role.declared())));
        account.providers()
                .forEach(provider ->
                        lines.add(
                                "provider %s %s %s %s"
                                        .formatted(
                                                provider.url(),
                                                new TreeSet<>(provider.clients()),
                                                new TreeSet<>(provider.thumbprints()),
                                                provider.declared())));
        return lines;
    }

    private List<String> keys(AccountSnapshot account, String user) {
        return account.userOf(user).stream()
                .flatMap(known -> account.keysOf(known).stream())
                .map(key ->
                        identity.identities()
                                .key(key.id())
                                .map(holder -> holder.key().id() + "=" + holder.key().secret())
                                .orElse("inactive"))
                .sorted()
                .toList();
    }

    private String shown(String trust) {
        return new PolicyPrincipals(identity.identities()).shown(trust);
    }

    private static String text(Held held) {
        return held.inline() + " " + held.attached() + " " + held.tags();
    }

    @Override
    public void close() {
        database.close();
    }
}
