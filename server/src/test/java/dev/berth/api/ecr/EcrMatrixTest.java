package dev.berth.api.ecr;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.access.Ask;
import dev.berth.access.Decision;
import dev.berth.api.awsjson.Call;
import dev.berth.api.awsjson.Operation;
import dev.berth.api.edge.BoundedBodies;
import dev.berth.api.edge.ClientViews;
import dev.berth.api.edge.Door;
import dev.berth.aws.AccountId;
import dev.berth.aws.Region;
import dev.berth.aws.Registry;
import dev.berth.events.Actor;
import dev.berth.http.Headers;
import dev.berth.http.Peer;
import dev.berth.http.Request;
import dev.berth.http.RequestBody;
import dev.berth.http.Response;
import dev.berth.http.ResponseBody;
import dev.berth.json.Json;
import dev.berth.json.JsonFault;
import dev.berth.policy.ConditionKeys;
import dev.berth.testing.RequestSigner;
import dev.berth.testing.TestBerth;
import dev.berth.testing.TestPeople;
import dev.berth.testing.TestPeople.Person;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/**
 * Every operation of ECR with everyone who may call it and everyone who may not. The operations are
 * those of the table, and all get the same input, of which each takes what it knows: one that needs
 * more than that fails here until it is added.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EcrMatrixTest {
    private static final AccountId ACCOUNT = new AccountId("000000000000");
    private static final Region REGION = new Region("us-east-1");
    private static final Registry HOME = new Registry(ACCOUNT, REGION);
    private static final String HOST = "localhost:5327";
    private static final String DIGEST = "sha256:" + "ab".repeat(32);

    /** Before the names of operations beyond ECR. */
    private static final String OWN = "Berth_V20261101.";

    private static final String DENIED = "AccessDeniedException";
    private static final String INPUT =
            """
            {"registryId": "%s", "repositoryName": "app",
             "resourceArn": "arn:aws:ecr:us-east-1:%s:repository/app",
             "repositoryNames": ["app"],
             "tags": [{"Key": "team", "Value": "blue"}], "tagKeys": ["team"],
             "imageTagMutability": "MUTABLE", "imageScanningConfiguration": {"scanOnPush": false},
             "policyText": "{}", "imageIds": [{"imageTag": "v1"}], "imageId": {"imageTag": "v1"},
             "subjectId": {"imageDigest": "DIGEST"}, "targetStorageClass": "ARCHIVE",
             "imageManifest": "{}", "layerDigests": ["DIGEST"], "layerDigest": "DIGEST",
             "uploadId": "00000000-0000-7000-8000-000000000001",
             "partFirstByte": 0, "partLastByte": 0, "layerPartBlob": "AA==",
             "name": "BLOB_MOUNTING", "value": "ENABLED",
             "tokenId": "00000000-0000-7000-8000-000000000001",
             "principalArn": "arn:aws:iam::000000000000:role/ci"}\
            """
                    .replace("DIGEST", DIGEST);

    private final TestBerth berth = new TestBerth();
    private final TestPeople people = new TestPeople(berth.identity());

    @AfterAll
    void close() {
        berth.close();
    }

    static List<String> operations() {
        try (var berth = new TestBerth()) {
            return Stream.concat(
                            EcrOperations.list(berth.features()).stream().map(Operation::name),
                            EcrOperations.own(berth.features()).stream()
                                    .map(operation -> OWN + operation.name()))
                    .toList();
        }
    }

    // ---- who is nobody ------------------------------------------------------------------------

    @ParameterizedTest
    @MethodSource("operations")
    void refusesWhoeverHasNoCredential(String operation) {
        var unsigned = Headers.of("Host", HOST, "X-Amz-Target", berth.target(operation));

        assertThat(code(berth.door(), unsigned, input(HOME)))
                .isEqualTo("MissingAuthenticationTokenException");
    }

    @ParameterizedTest
    @MethodSource("operations")
    void refusesAKeyThatIsDeactivated(String operation) {
        Person person = people.user(ACCOUNT, everything());
        people.deactivateKey(person);

        assertThat(answer(operation, person, HOME).code).isEqualTo("UnrecognizedClientException");
    }

    @ParameterizedTest
    @MethodSource("operations")
    void refusesASignatureThatHasExpired(String operation) {
        Person person = people.user(ACCOUNT, everything());
        var signer =
                new RequestSigner(
                        person.key().id(),
                        person.key().secret(),
                        REGION.value(),
                        "ecr",
                        berth.clock().instant().minus(Duration.ofMinutes(6)));

        assertThat(answer(operation, signer, HOME).code).isEqualTo("InvalidSignatureException");
    }

    // ---- who is of the account ----------------------------------------------------------------

    @ParameterizedTest
    @MethodSource("operations")
    void refusesAUserWithoutTheRight(String operation) {
        Person person = people.user(ACCOUNT);
        Ask first = asks(operation, person, HOME).getFirst();

        Answer answer = answer(operation, person, HOME);

        assertThat(answer.code).isEqualTo(DENIED);
        assertThat(answer.message)
                .isEqualTo(
                        TestPeople.denial(person, first)
                                + "because no identity-based policy allows the %s action"
                                        .formatted(first.anyOf().getFirst().iamName()));
    }

    @ParameterizedTest
    @MethodSource("operations")
    void letsAUserWithExactlyThatRightPass(String operation) {
        List<Ask> asks = asks(operation, people.user(ACCOUNT), HOME);
        Person person = people.user(ACCOUNT, TestPeople.allowing(asks));

        assertThat(answer(operation, person, HOME).code).isNotEqualTo(DENIED);
    }

    @ParameterizedTest
    @MethodSource("operations")
    void refusesWhomAPolicyDenies(String operation) {
        List<Ask> asks = asks(operation, people.user(ACCOUNT), HOME);
        Person person = people.user(ACCOUNT, TestPeople.denying(asks));

        assertThat(answer(operation, person, HOME).message)
                .isEqualTo(
                        TestPeople.denial(person, asks.getFirst())
                                + "with an explicit deny in an identity-based policy");
    }

    @ParameterizedTest
    @MethodSource("operations")
    void asksInTheRegionThatTheCallerSignsFor(String operation) {
        var elsewhere = new Registry(ACCOUNT, new Region("eu-west-1"));
        Person person =
                people.user(
                        ACCOUNT, TestPeople.allowing(asks(operation, people.user(ACCOUNT), HOME)));

        List<Ask> asks = asks(operation, person, elsewhere);

        assertThat(asks)
                .allSatisfy(ask ->
                        assertThat(ask.resource())
                                .matches(
                                        "\\*|arn:aws:iam::.*|arn:aws:ecr:eu-west-1:000000000000:repository/(app|\\*)"));
    }

    // ---- who is of another account ------------------------------------------------------------

    @ParameterizedTest
    @MethodSource("operations")
    void anotherAccountNeedsItsOwnPolicyAndTheOwners(String operation) {
        List<Ask> asks = asks(operation, people.user(ACCOUNT), HOME);
        Person with = people.user(TestBerth.NEIGHBOUR, TestPeople.allowing(asks));
        Person without = people.user(TestBerth.NEIGHBOUR);
        boolean isOfTheRepository = asks.stream().noneMatch(ask -> ask.arn() == null);

        Answer identityOnly = answer(operation, with, HOME);

        if (!isOfTheRepository) { // such an operation is about the caller's own registry
            assertThat(identityOnly.code).isNotEqualTo(DENIED);
            return;
        }
        assertThat(identityOnly.message)
                .startsWith(TestPeople.denial(with, asks.getFirst()))
                .contains("no resource-based policy");
        if (operation.startsWith(OWN)) { // nothing of the owner's could let anyone in
            return;
        }
        berth.features()
                .registryPolicies()
                .put(
                        HOME,
                        TestPeople.granting(TestBerth.NEIGHBOUR.value(), asks),
                        new Actor("test", "test"));
        try {
            assertThat(answer(operation, without, HOME).message)
                    .startsWith(TestPeople.denial(without, asks.getFirst()))
                    .contains("no identity-based policy");
            assertThat(answer(operation, with, HOME).code).isNotEqualTo(DENIED);
        } finally {
            berth.features().registryPolicies().delete(HOME, new Actor("test", "test"));
        }
    }

    // ---- nothing goes around it ---------------------------------------------------------------

    @ParameterizedTest
    @MethodSource("operations")
    void doesNothingWhenWhateverItAsksIsDenied(String operation) {
        var door =
                EcrOperations.door(
                        berth.features(),
                        berth.identity().authenticator(),
                        (_, _, _) -> new Decision.Denied("denied by the test"),
                        BoundedBodies.withDefaults(berth.clock()),
                        new ClientViews(_ -> false));
        Person person = people.user(ACCOUNT, everything());

        assertThat(answer(door, operation, signer(person), HOME).message)
                .isEqualTo("denied by the test");
    }

    @Test
    void theDocumentationTellsWhatEachOperationAsksFor() throws IOException {
        String page = Files.readString(Path.of("../docs/authorization.md"));
        Person person = people.user(ACCOUNT);

        assertThat(page)
                .contains(
                        operations().stream()
                                .map(name ->
                                        "| %s | %s |\n"
                                                .formatted(
                                                        name.replace(OWN, ""),
                                                        cells(asks(name, person, HOME))))
                                .collect(Collectors.joining()));
    }

    // ---- when ---------------------------------------------------------------------------------

    private record Answer(String code, String message) {}

    private static String cells(List<Ask> asks) {
        return asks.stream().map(TestPeople::cell).collect(Collectors.joining(", "));
    }

    /** What an operation asks for when this person calls it about the registry. */
    private List<Ask> asks(String name, Person person, Registry registry) {
        Operation<?, ?> operation =
                Stream.concat(
                                EcrOperations.list(berth.features()).stream(),
                                EcrOperations.own(berth.features()).stream())
                        .filter(candidate -> candidate.name().equals(name.replace(OWN, "")))
                        .findFirst()
                        .orElseThrow();
        return plan(operation, person, registry);
    }

    private static <Q> List<Ask> plan(Operation<Q, ?> operation, Person person, Registry registry) {
        try {
            return operation
                    .plan(
                            Json.read(input(registry), operation.requestType()),
                            new Call(
                                    person.caller(registry),
                                    new Actor("test", "test"),
                                    "http://" + HOST,
                                    ConditionKeys.none()))
                    .asks();
        } catch (JsonFault e) {
            throw new AssertionError(e);
        }
    }

    private Answer answer(String operation, Person person, Registry registry) {
        return answer(operation, signer(person), registry);
    }

    private Answer answer(String operation, RequestSigner signer, Registry registry) {
        return answer(berth.door(), operation, signer, registry);
    }

    private Answer answer(Door door, String operation, RequestSigner signer, Registry registry) {
        byte[] input = input(registry);
        Headers headers =
                signer.sign(
                        "POST",
                        "/",
                        "",
                        Headers.of("Host", HOST, "X-Amz-Target", berth.target(operation)),
                        input);
        return read(send(door, headers, input));
    }

    private static String code(Door door, Headers headers, byte[] input) {
        return read(send(door, headers, input)).code;
    }

    private static Response send(Door door, Headers headers, byte[] input) {
        return door.answer(
                new Request(
                        "POST",
                        "/",
                        "",
                        HOST,
                        headers,
                        RequestBody.of(ByteBuffer.wrap(input)),
                        new Peer(InetAddress.getLoopbackAddress(), false)),
                TestBerth.REQUEST_ID);
    }

    private static Answer read(Response response) {
        var content = ((ResponseBody.Bytes) response.body()).content().duplicate();
        var body = new JsonMapper().readTree(StandardCharsets.UTF_8.decode(content).toString());
        return new Answer(body.path("__type").asString(""), body.path("message").asString(""));
    }

    private RequestSigner signer(Person person) {
        return new RequestSigner(
                person.key().id(),
                person.key().secret(),
                REGION.value(),
                "ecr",
                berth.clock().instant());
    }

    private static byte[] input(Registry registry) {
        return INPUT.formatted(registry.account(), registry.account())
                .replace("us-east-1", registry.region().value())
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String everything() {
        return """
        {"Version": "2012-10-17",
         "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}\
        """;
    }
}
