package dev.berth.api.v2;

import dev.berth.access.Authorizer;
import dev.berth.access.Caller;
import dev.berth.access.PolicyAuthorizer;
import dev.berth.access.Principal;
import dev.berth.access.RegistryTokens;
import dev.berth.access.TokenScope;
import dev.berth.api.edge.BoundedBodies;
import dev.berth.api.edge.ClientViews;
import dev.berth.aws.AccountId;
import dev.berth.aws.Region;
import dev.berth.aws.Registry;
import dev.berth.blob.file.FileBlobStore;
import dev.berth.boot.FeatureSettings;
import dev.berth.boot.Features;
import dev.berth.collect.GarbageCollection;
import dev.berth.events.Actor;
import dev.berth.oci.RepositoryName;
import dev.berth.repository.AccountSettings;
import dev.berth.repository.Quotas;
import dev.berth.repository.RegistryPolicies;
import dev.berth.repository.Repositories;
import dev.berth.repository.Repository;
import dev.berth.repository.TagMutability;
import dev.berth.testing.FixedClock;
import dev.berth.testing.TestDatabase;
import dev.berth.testing.TestIdentity;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The OCI door over real features, without a socket. */
final class V2Harness implements AutoCloseable {
    static final Registry HOME = registry("000000000000", "us-east-1");
    static final Registry NEIGHBOUR = registry("111111111111", "us-east-1");
    static final String REQUEST_ID = "0190e1a0-0000-7000-8000-000000000001";
    static final Actor ACTOR = new Actor("arn:aws:iam::000000000000:root", REQUEST_ID);

    final FixedClock clock = new FixedClock();
    final TestIdentity identity;
    final Repositories repositories;
    final AccountSettings accountSettings;
    final GarbageCollection collection;
    final RegistryTokens tokens;
    final V2Routes routes;
    final RegistryPolicies registryPolicies;
    final V2Door door;
    private final TestDatabase database = new TestDatabase();
    private final FileBlobStore blobs;

    V2Harness(Path folder) {
        this(folder, Quotas.ofEcr());
    }

    V2Harness(Path folder, Quotas quotas) {
        this(folder, FeatureSettings.with(quotas), UnaryOperator.identity());
    }

    /** {@code around} what decides by policies. */
    V2Harness(Path folder, FeatureSettings settings, UnaryOperator<Authorizer> around) {
        blobs = new FileBlobStore(folder, clock);
        identity = new TestIdentity(database, clock);
        identity.accounts().create(NEIGHBOUR.account());
        var features =
                Features.create(
                        settings,
                        database,
                        blobs,
                        clock.clocks(),
                        identity.ids(),
                        identity.identities());
        Authorizer authorizer =
                around.apply(
                        new PolicyAuthorizer(
                                identity.identities(), features.repositories().facts(), clock, ""));
        repositories = features.repositories();
        accountSettings = features.accountSettings();
        collection = features.collection();
        tokens = identity.tokens();
        registryPolicies = features.registryPolicies();
        routes = new V2Routes(features.v2(authorizer, BoundedBodies.withDefaults(clock)));
        door = new V2Door(tokens, authorizer, new ClientViews(_ -> false), routes);
    }

    static Registry registry(String account, String region) {
        return new Registry(new AccountId(account), new Region(region));
    }

    Repository create(String name) {
        return create(HOME, name, TagMutability.MUTABLE);
    }

    Repository create(Registry registry, String name, TagMutability mutability) {
        return repositories.create(
                registry,
                new Repositories.NewRepository(
                        new RepositoryName(name), mutability, false, Map.of()),
                ACTOR);
    }

    /** The password of a root who logged in to this registry. */
    String token(Registry registry) {
        return token(registry, new TokenScope.Full(), Duration.ofHours(12));
    }

    String token(Registry registry, TokenScope scope, Duration lifetime) {
        var caller =
                new Caller(
                        new Principal.Root(registry.account()),
                        null,
                        null,
                        registry,
                        new TokenScope.Full(),
                        InetAddress.getLoopbackAddress(),
                        false);
        return tokens.issue(caller, scope, lifetime).text();
    }

    /** A request of the root of the home registry, to be completed. */
    V2Request ask(String method, String target) {
        return anonymous(method, target).password(token(HOME));
    }

    V2Request anonymous(String method, String target) {
        return new V2Request(door, method, target);
    }

    @Override
    public void close() {
        blobs.close();
        database.close();
    }
}
