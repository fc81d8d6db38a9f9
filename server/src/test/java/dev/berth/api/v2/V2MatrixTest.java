package dev.berth.api.v2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.access.Ask;
import dev.berth.access.Caller;
import dev.berth.access.Decision;
import dev.berth.access.TokenScope;
import dev.berth.api.edge.ClientView;
import dev.berth.api.v2.V2Routes.Route;
import dev.berth.aws.Registry;
import dev.berth.boot.FeatureSettings;
import dev.berth.http.Headers;
import dev.berth.http.Peer;
import dev.berth.http.Request;
import dev.berth.http.RequestBody;
import dev.berth.repository.Quotas;
import dev.berth.testing.TestPeople;
import dev.berth.testing.TestPeople.Person;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every route with everyone who may use it and everyone who may not. The routes are those of the
 * table; a shape of path that is new does not compile here until it has an address.
 */
class V2MatrixTest {
    private static final String DIGEST = "sha256:" + "ab".repeat(32);
    private static final String HOME_HOST = "000000000000.dkr.ecr.us-east-1.localhost:5327";
    private static final String EVERYTHING =
            """
            {"Version": "2012-10-17",
             "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}\
            """;

    @TempDir private Path folder;
    private V2Harness berth;
    private TestPeople people;

    /** A line of the table that prints as its method and shape. */
    record Line(String method, V2Path.Shape shape) {}

    @BeforeEach
    void start() {
        berth = new V2Harness(folder);
        people = new TestPeople(berth.identity);
    }

    @AfterEach
    void stop() {
        berth.close();
    }

    static List<Line> routes() throws IOException {
        Path folder = Files.createTempDirectory("berth-routes");
        try (var berth = new V2Harness(folder)) {
            return berth.routes.all().stream()
                    .map(route -> new Line(route.method(), route.shape()))
                    .toList();
        }
    }

    /** Those for which a token alone is not enough. */
    static List<Line> guarded() throws IOException {
        return routes().stream().filter(line -> line.shape() != V2Path.Shape.BASE).toList();
    }

    // ---- who is nobody ------------------------------------------------------------------------

    @ParameterizedTest
    @MethodSource("routes")
    void asksWhoeverHasNoTokenForOne(Line line) {
        V2Reply reply = berth.anonymous(line.method(), target(line)).send().is(401);

        assertThat(reply.header("Www-Authenticate")).startsWith("Basic realm=");
    }

    @ParameterizedTest
    @MethodSource("routes")
    void refusesATokenThatHasExpired(Line line) {
        Person person = people.user(V2Harness.HOME.account(), EVERYTHING);
        String token = token(person, V2Harness.HOME, Duration.ofSeconds(1));
        berth.clock.advance(Duration.ofSeconds(2));

        assertThat(send(line, token).status()).isEqualTo(403);
    }

    @ParameterizedTest
    @MethodSource("routes")
    void refusesATokenWhoseKeyIsDeactivated(Line line) {
        Person person = people.user(V2Harness.HOME.account(), EVERYTHING);
        String token = token(person, V2Harness.HOME);
        people.deactivateKey(person);

        assertThat(send(line, token).status()).isIn(400, 401, 403);
    }

    @ParameterizedTest
    @MethodSource("routes")
    void refusesATokenOfAnotherRegion(Line line) {
        var elsewhere = V2Harness.registry("000000000000", "eu-west-1");
        Person person = people.user(V2Harness.HOME.account(), EVERYTHING);

        V2Reply reply =
                berth.anonymous(line.method(), target(line))
                        .password(token(person, elsewhere))
                        .host(HOME_HOST)
                        .send();

        assertThat(reply.status()).isEqualTo(403);
    }

    // ---- who is of the account ----------------------------------------------------------------

    @ParameterizedTest
    @MethodSource("guarded")
    void refusesAUserWithoutTheRight(Line line) {
        Person person = people.user(V2Harness.HOME.account());
        Ask first = asks(line, person).getFirst();

        V2Reply reply = send(line, token(person, V2Harness.HOME)).is(403, "DENIED");

        assertThat(reply.text())
                .contains(
                        TestPeople.denial(person, first)
                                + "because no identity-based policy allows the %s action"
                                        .formatted(first.anyOf().getFirst().iamName()));
    }

    @ParameterizedTest
    @MethodSource("guarded")
    void letsAUserWithExactlyThatRightPass(Line line) {
        List<Ask> asks = asks(line, people.user(V2Harness.HOME.account()));
        Person person = people.user(V2Harness.HOME.account(), TestPeople.allowing(asks));

        assertThat(send(line, token(person, V2Harness.HOME)).status()).isNotIn(401, 403);
    }

    @ParameterizedTest
    @MethodSource("guarded")
    void refusesWhomAPolicyDenies(Line line) {
        List<Ask> asks = asks(line, people.user(V2Harness.HOME.account()));
        Person person = people.user(V2Harness.HOME.account(), TestPeople.denying(asks));

        assertThat(send(line, token(person, V2Harness.HOME)).is(403, "DENIED").text())
                .contains(
                        TestPeople.denial(person, asks.getFirst())
                                + "with an explicit deny in an identity-based policy");
    }

    @Test
    void letsEveryTokenAskWhetherItIsGood() {
        Person person = people.user(V2Harness.HOME.account());

        berth.anonymous("GET", "/v2/").password(token(person, V2Harness.HOME)).send().is(200);
    }

    // ---- who is of another account ------------------------------------------------------------

    @ParameterizedTest
    @MethodSource("guarded")
    void anotherAccountNeedsItsOwnPolicyAndTheOwners(Line line) {
        var theirs = V2Harness.NEIGHBOUR.account();
        List<Ask> asks = asks(line, people.user(V2Harness.HOME.account()));
        Person with = people.user(theirs, TestPeople.allowing(asks));
        Person without = people.user(theirs);

        assertThat(sendHome(line, with).is(403, "DENIED").text())
                .contains(TestPeople.denial(with, asks.getFirst()))
                .contains("no resource-based policy");

        berth.registryPolicies.put(
                V2Harness.HOME, TestPeople.granting(theirs.value(), asks), V2Harness.ACTOR);

        assertThat(sendHome(line, without).is(403, "DENIED").text())
                .contains("no identity-based policy");
        assertThat(sendHome(line, with).status()).isNotIn(401, 403);
    }

    // ---- nothing goes around it ---------------------------------------------------------------

    @ParameterizedTest
    @MethodSource("guarded")
    void answersNothingWhenWhateverItAsksIsDenied(Line line) {
        try (var closed =
                new V2Harness(
                        folder.resolve("closed"),
                        FeatureSettings.with(Quotas.ofEcr()),
                        _ -> (_, _, _) -> new Decision.Denied("denied by the test"))) {
            closed.create("app");

            assertThat(
                            closed.anonymous(line.method(), target(line))
                                    .password(closed.token(V2Harness.HOME))
                                    .send()
                                    .is(403, "DENIED")
                                    .text())
                    .contains("denied by the test");
        }
    }

    @Test
    void theDocumentationTellsWhatEachRouteAsksFor() throws IOException {
        Person person = people.user(V2Harness.HOME.account());

        assertThat(Files.readString(Path.of("../docs/authorization.md")))
                .contains(
                        routes().stream()
                                .map(line ->
                                        "| %s `%s` | %s |\n"
                                                .formatted(
                                                        line.method(),
                                                        target(line)
                                                                .replace("/app/", "/<name>/")
                                                                .replace(DIGEST, "<digest>")
                                                                .replace("/v1", "/<reference>")
                                                                .replace("/0-0", "/<id>"),
                                                        cells(line, person)))
                                .collect(Collectors.joining()));
    }

    private String cells(Line line, Person person) {
        List<Ask> asks = asks(line, person);
        return asks.isEmpty()
                ? "any valid token"
                : asks.stream().map(TestPeople::cell).collect(Collectors.joining(", "));
    }

    // ---- when ---------------------------------------------------------------------------------

    private static String target(Line line) {
        return switch (line.shape()) {
            case BASE -> "/v2/";
            case CATALOG -> "/v2/_catalog";
            case MANIFEST -> "/v2/app/manifests/v1";
            case BLOB -> "/v2/app/blobs/" + DIGEST;
            case UPLOADS -> "/v2/app/blobs/uploads/";
            case UPLOAD -> "/v2/app/blobs/uploads/0-0";
            case TAGS -> "/v2/app/tags/list";
            case REFERRERS -> "/v2/app/referrers/" + DIGEST;
        };
    }

    private List<Ask> asks(Line line, Person person) {
        Route route = berth.routes.find(line.shape(), line.method()).orElseThrow();
        var request =
                new Request(
                        line.method(),
                        target(line),
                        "",
                        V2Request.HOST,
                        Headers.empty(),
                        RequestBody.empty(),
                        new Peer(InetAddress.getLoopbackAddress(), false));
        var path = ((V2Path.Parsed.Known) V2Path.parse(target(line))).path();
        return route.asks()
                .of(
                        new V2Call(
                                request,
                                path,
                                V2Harness.HOME,
                                person.caller(V2Harness.HOME),
                                new ClientView(
                                        "http", V2Request.HOST, InetAddress.getLoopbackAddress()),
                                V2Harness.REQUEST_ID));
    }

    private V2Reply send(Line line, String token) {
        return berth.anonymous(line.method(), target(line)).password(token).send();
    }

    /** To the registry of the default account, by its host. */
    private V2Reply sendHome(Line line, Person person) {
        return berth.anonymous(line.method(), target(line))
                .password(token(person, V2Harness.NEIGHBOUR))
                .host(HOME_HOST)
                .send();
    }

    private String token(Person person, Registry registry) {
        return token(person, registry, Duration.ofHours(1));
    }

    private String token(Person person, Registry registry, Duration lifetime) {
        Caller caller = person.caller(registry);
        return berth.tokens.issue(caller, new TokenScope.Full(), lifetime).text();
    }
}
