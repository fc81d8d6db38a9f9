package dev.berth.testing;

import dev.berth.access.AccessKey;
import dev.berth.access.Caller;
import dev.berth.access.PolicyAuthorizer;
import dev.berth.access.Principal;
import dev.berth.access.RegistryTokens;
import dev.berth.access.TokenScope;
import dev.berth.api.ecr.EcrFeatures;
import dev.berth.api.ecr.EcrOperations;
import dev.berth.api.edge.BoundedBodies;
import dev.berth.api.edge.ClientViews;
import dev.berth.api.edge.Door;
import dev.berth.api.v2.V2Door;
import dev.berth.api.v2.V2Routes;
import dev.berth.aws.AccountId;
import dev.berth.aws.HostTemplate;
import dev.berth.aws.Region;
import dev.berth.aws.Registry;
import dev.berth.blob.file.FileBlobStore;
import dev.berth.boot.FeatureSettings;
import dev.berth.boot.Features;
import dev.berth.http.Headers;
import dev.berth.http.Peer;
import dev.berth.http.Request;
import dev.berth.http.RequestBody;
import dev.berth.http.Response;
import dev.berth.repository.Quotas;
import dev.berth.work.Job;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** The API with all that is behind it, without a socket, on a database and a folder of its own. */
public final class TestBerth implements AutoCloseable {
    public static final String REQUEST_ID = "0190e1a0-0000-7000-8000-000000000001";

    /** The account beside the default one. */
    public static final AccountId NEIGHBOUR = new AccountId("111122223333");

    private static final String HOST = "localhost:5327";
    private static final String REGION = "us-east-1";
    private static final String TARGET = "AmazonEC2ContainerRegistry_V20150921.";
    private static final Peer PEER = new Peer(InetAddress.getLoopbackAddress(), false);

    private final Path folder = newFolder();
    private final TestDatabase database = new TestDatabase();
    private final FixedClock clock = new FixedClock();
    private final TestIdentity identity = new TestIdentity(database, clock);
    private final PolicyAuthorizer authorizer;
    private final FileBlobStore blobs;
    private final Features all;
    private final EcrFeatures features;
    private final Door door;

    public TestBerth() {
        this(Quotas.ofEcr());
    }

    public TestBerth(Quotas quotas) {
        blobs = new FileBlobStore(folder, clock);
        all =
                Features.create(
                        FeatureSettings.with(quotas),
                        database,
                        blobs,
                        clock.clocks(),
                        identity.ids(),
                        identity.identities());
        identity.accounts().create(NEIGHBOUR);
        authorizer =
                new PolicyAuthorizer(
                        identity.identities(), all.repositories().facts(), clock, "o-berth");
        features =
                all.ecr(
                        authorizer,
                        identity.allTokens(),
                        () -> new HostTemplate("http", HOST),
                        "0.1.0");
        door =
                EcrOperations.door(
                        features,
                        identity.authenticator(),
                        authorizer,
                        BoundedBodies.withDefaults(clock),
                        new ClientViews(_ -> false));
    }

    public EcrFeatures features() {
        return features;
    }

    public TestIdentity identity() {
        return identity;
    }

    public PolicyAuthorizer authorizer() {
        return authorizer;
    }

    public FixedClock clock() {
        return clock;
    }

    public Door door() {
        return door;
    }

    /** Runs a job of the server to its end, now. */
    public void run(String job) {
        for (Job candidate : all.jobs()) {
            if (candidate.name().equals(job)) {
                try {
                    candidate.run();
                } catch (Exception e) {
                    throw new IllegalStateException("failed to run " + job, e);
                }
                return;
            }
        }
        throw new IllegalArgumentException("no such job: " + job);
    }

    /** The door of docker and its like to the same registry. */
    public Door v2() {
        return new V2Door(
                identity.tokens(),
                authorizer,
                new ClientViews(_ -> false),
                new V2Routes(all.v2(authorizer, BoundedBodies.withDefaults(clock))));
    }

    /** The password with which the root of the default account logs in to {@link #v2}. */
    public String loginToken() {
        var root = new AccountId("000000000000");
        var caller =
                new Caller(
                        new Principal.Root(root),
                        null,
                        null,
                        new Registry(root, new Region(REGION)),
                        new TokenScope.Full(),
                        PEER.address(),
                        false);
        return identity.tokens()
                .issue(caller, new TokenScope.Full(), RegistryTokens.LOGIN_LIFETIME)
                .text();
    }

    /** Calls an operation as the root of the default account. */
    public Response call(String operation, byte[] input) {
        return door.answer(request(operation, input), REQUEST_ID);
    }

    /** The same as a request, signed. */
    public Request request(String operation, byte[] input) {
        return request(operation, input, "ecr");
    }

    /** Calls an operation with another key. */
    public Response callAs(AccessKey key, String operation, byte[] input) {
        var signer = new RequestSigner(key.id(), key.secret(), REGION, "ecr", clock.instant());
        return door.answer(request(operation, input, signer), REQUEST_ID);
    }

    /** Signed for another service. */
    public Request request(String operation, byte[] input, String service) {
        return request(operation, input, identity.signer(REGION, service));
    }

    private Request request(String operation, byte[] input, RequestSigner signer) {
        var unsigned =
                Headers.of(
                        "Host",
                        HOST,
                        "Content-Type",
                        "application/x-amz-json-1.1",
                        "X-Amz-Target",
                        target(operation));
        var headers = signer.sign("POST", "/", "", unsigned, input);
        return new Request(
                "POST", "/", "", HOST, headers, RequestBody.of(ByteBuffer.wrap(input)), PEER);
    }

    /** An operation with a dot in its name brings its own prefix. */
    public String target(String operation) {
        return operation.indexOf('.') < 0 ? TARGET + operation : operation;
    }

    @Override
    public void close() {
        database.close();
        try {
            blobs.close();
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path newFolder() {
        try {
            return Files.createTempDirectory("berth-test");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
