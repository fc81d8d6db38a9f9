package dev.berth.model;

import dev.berth.access.Caller;
import dev.berth.access.PolicyAuthorizer;
import dev.berth.access.Principal;
import dev.berth.access.TokenScope;
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
import dev.berth.blob.file.StoredFiles;
import dev.berth.boot.FeatureSettings;
import dev.berth.boot.Features;
import dev.berth.db.Database;
import dev.berth.http.Headers;
import dev.berth.http.Peer;
import dev.berth.http.Request;
import dev.berth.http.RequestBody;
import dev.berth.json.Json;
import dev.berth.oci.Digest;
import dev.berth.testing.FixedClock;
import dev.berth.testing.TestDatabase;
import dev.berth.testing.TestIdentity;
import dev.berth.verify.Finding;
import dev.berth.verify.Progress;
import dev.berth.verify.Verification;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** berth behind both of its doors, on a database and a folder of its own. */
final class Server implements AutoCloseable {
    private static final String REQUEST_ID = "0190e1a0-0000-7000-8000-000000000001";
    private static final String HOST = "localhost:5327";
    private static final Registry HOME =
            new Registry(new AccountId("000000000000"), new Region("us-east-1"));
    private static final Peer PEER = new Peer(InetAddress.getLoopbackAddress(), false);

    private final FeatureSettings settings;
    private final FixedClock clock;
    private final ServerFolder folder = new ServerFolder();
    private final Database database = new Undurable(new TestDatabase());
    private final TestIdentity identity;
    private volatile Login login = new Login("", Instant.EPOCH);
    private Running running;

    /** What is in memory, and gone with the process. */
    private record Running(FileBlobStore blobs, Features features, Door v2, Door api) {}

    private record Login(String text, Instant until) {}

    Server(FeatureSettings settings, FixedClock clock) {
        this.settings = settings;
        this.clock = clock;
        identity = new TestIdentity(database, clock);
        running = start();
    }

    private Running start() {
        var blobs = new FileBlobStore(folder.path(), clock);
        var directory = identity.identities();
        var features =
                Features.create(
                        settings, database, blobs, clock.clocks(), identity.ids(), directory);
        var bodies = BoundedBodies.withDefaults(clock);
        var clients = new ClientViews(_ -> false);
        var authorizer =
                new PolicyAuthorizer(directory, features.repositories().facts(), clock, "");
        var v2 =
                new V2Door(
                        identity.tokens(),
                        authorizer,
                        clients,
                        new V2Routes(features.v2(authorizer, bodies)));
        var ecr =
                features.ecr(
                        authorizer,
                        identity.allTokens(),
                        () -> new HostTemplate("http", HOST),
                        "0.1.0");
        var api = EcrOperations.door(ecr, identity.authenticator(), authorizer, bodies, clients);
        return new Running(blobs, features, v2, api);
    }

    /** Ends it as a kill does, and starts it again: what only memory held is gone. */
    void restart() {
        running.blobs().close();
        running = start();
    }

    /** A request of the root to /v2. */
    Answer v2(String method, String target, byte[] body, String... headers) {
        int question = target.indexOf('?');
        var request =
                new Request(
                        method,
                        question < 0 ? target : target.substring(0, question),
                        question < 0 ? "" : target.substring(question + 1),
                        HOST,
                        Headers.of(headers).with("Authorization", "Basic " + login()),
                        RequestBody.of(ByteBuffer.wrap(body)),
                        PEER);
        return Answer.of(
                method + " " + target, running.v2().answer(request, REQUEST_ID), request.isHead());
    }

    Answer v2(String method, String target) {
        return v2(method, target, new byte[0]);
    }

    /** Asked for again when it is an hour old. */
    private String login() {
        if (clock.instant().isBefore(login.until())) {
            return login.text();
        }
        var caller =
                new Caller(
                        new Principal.Root(HOME.account()),
                        null,
                        null,
                        HOME,
                        new TokenScope.Full(),
                        InetAddress.getLoopbackAddress(),
                        false);
        var token = identity.tokens().issue(caller, new TokenScope.Full(), Duration.ofHours(12));
        byte[] text = ("AWS:" + token.text()).getBytes(StandardCharsets.UTF_8);
        login =
                new Login(
                        Base64.getEncoder().encodeToString(text),
                        clock.instant().plus(Duration.ofHours(1)));
        return login.text();
    }

    /** A call of the root to the API. */
    Answer api(String operation, Map<String, ?> input) {
        byte[] content = Json.write(input);
        var unsigned =
                Headers.of(
                        "Host",
                        HOST,
                        "Content-Type",
                        "application/x-amz-json-1.1",
                        "X-Amz-Target",
                        "AmazonEC2ContainerRegistry_V20150921." + operation);
        var headers = identity.signer("us-east-1", "ecr").sign("POST", "/", "", unsigned, content);
        var request =
                new Request(
                        "POST",
                        "/",
                        "",
                        HOST,
                        headers,
                        RequestBody.of(ByteBuffer.wrap(content)),
                        PEER);
        return Answer.of(operation + " " + input, running.api().answer(request, REQUEST_ID), false);
    }

    /** Runs the background work of these names to its end. */
    void run(String... names) {
        for (var job : running.features().jobs()) {
            if (Set.of(names).contains(job.name())) {
                try {
                    job.run();
                } catch (Exception e) {
                    throw new AssertionError("the job failed: " + job.name(), e);
                }
            }
        }
    }

    /** What {@code berth verify} finds wrong. */
    List<Finding> findings() {
        var found = new ArrayList<Finding>();
        var settings = new Verification.Settings(false, Duration.ZERO);
        try {
            new Verification(
                            database,
                            new StoredFiles(folder.path()),
                            InstantSource.system(),
                            settings,
                            Progress.none())
                    .run(found::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    /** Staged bytes get the time of this clock, which is not the machine's. */
    void touch(String uploadId) {
        folder.touch(uploadId, clock.instant());
    }

    /** The digests of the blobs of which there are bytes: in files, or in rows. */
    Set<Digest> stored() {
        var found = new TreeSet<Digest>(Comparator.comparing(Digest::toString));
        database.read(tx ->
                        tx.sql()
                                .createQuery("SELECT digest FROM blob WHERE content IS NOT NULL")
                                .mapTo(String.class)
                                .list())
                .forEach(digest -> found.add(Digest.parse(digest)));
        found.addAll(folder.blobs());
        return found;
    }

    /** The ids of uploads of which something is staged. */
    Set<String> staged() {
        return folder.staged();
    }

    @Override
    public void close() {
        running.blobs().close();
        database.close();
        folder.delete();
    }
}
