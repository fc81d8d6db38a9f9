package dev.berth.api.ecr;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.access.TokenScope;
import dev.berth.api.edge.BoundedBodies;
import dev.berth.api.edge.ClientViews;
import dev.berth.api.edge.Door;
import dev.berth.http.Headers;
import dev.berth.http.Request;
import dev.berth.http.RequestBody;
import dev.berth.http.Response;
import dev.berth.http.ResponseBody;
import dev.berth.oci.Digest;
import dev.berth.testing.TestAuthority;
import dev.berth.testing.TestBerth;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What happens around an operation: targets, signatures, bodies, tokens. */
class EcrDoorTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String OPERATION = "DescribeRepositories";
    private static final byte[] INPUT = "{}".getBytes(StandardCharsets.UTF_8);
    private static final Path GIVEN = Path.of("src/test/resources/cases/ecr/given.json");

    private final TestBerth berth = new TestBerth();

    @AfterEach
    void close() {
        berth.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "DescribeRepositories",
                "AmazonEC2ContainerRegistry_V20150921.",
                "AmazonEC2ContainerRegistry_V20150921.MakeCoffee",
                "AmazonEC2ContainerRegistry_V20150921.describeRepositories",
                "SpencerFrontendService.DescribeRepositories"
            })
    void refusesUnknownTargetsBeforeItAsksWhoCalls(String target) {
        var request = with(berth.request(OPERATION, INPUT), Headers.of("X-Amz-Target", target));

        assertRefused(request, "UnknownOperationException");
    }

    @Test
    void refusesAMissingTarget() {
        assertRefused(
                with(berth.request(OPERATION, INPUT), Headers.empty()),
                "UnknownOperationException");
    }

    @Test
    void refusesAnUnsignedCall() {
        var headers = Headers.of("X-Amz-Target", berth.target(OPERATION));

        assertRefused(
                with(berth.request(OPERATION, INPUT), headers),
                "MissingAuthenticationTokenException");
    }

    @Test
    void refusesAnAuthorizationThatCannotBeRead() {
        var headers =
                Headers.of("X-Amz-Target", berth.target(OPERATION))
                        .with("Authorization", "AWS4-HMAC-SHA256 Credential=nobody");

        assertRefused(
                with(berth.request(OPERATION, INPUT), headers), "IncompleteSignatureException");
    }

    @Test
    void refusesASignatureOfAnotherService() {
        assertRefused(berth.request(OPERATION, INPUT, "sts"), "InvalidSignatureException");
    }

    @Test
    void refusesASignatureOfAnotherBody() {
        var signed = berth.request(OPERATION, INPUT);
        var other = "{\"maxResults\":1}".getBytes(StandardCharsets.UTF_8);

        assertRefused(
                withBody(signed, RequestBody.of(ByteBuffer.wrap(other))),
                "InvalidSignatureException");
    }

    @Test
    void refusesAnOldSignature() {
        var request = berth.request(OPERATION, INPUT);

        berth.clock().advance(Duration.ofMinutes(6));

        assertRefused(request, "InvalidSignatureException");
    }

    @Test
    void readsNoBodyOfAnUnknownKey() {
        var request = berth.request(OPERATION, INPUT);
        var changed = new Headers.Builder();
        request.headers()
                .forEach((name, value) ->
                        changed.add(
                                name,
                                value.replace(
                                        berth.identity().key().id(), "AKIAIOSFODNN7EXAMPLE")));

        var answer = answer(berth.door(), withBody(with(request, changed.build()), broken(1000)));

        assertThat(answer.path("__type").asString()).isEqualTo("UnrecognizedClientException");
    }

    @Test
    void saysSoWhenABodyBreaks() {
        assertRefused(
                withBody(berth.request(OPERATION, INPUT), broken(1000)), "RequestTimeoutException");
    }

    @Test
    void refusesABodyThatIsTooLargeWithoutReadingIt() {
        assertRefused(
                withBody(berth.request(OPERATION, INPUT), broken(2 << 20)),
                "InvalidParameterException");
    }

    @Test
    void throttlesWhenTheMemoryOfBodiesIsUsedUp() {
        var bodies = new BoundedBodies(4L << 20, Duration.ZERO, berth.clock());
        var door = door(bodies, new ClientViews(_ -> false));
        var input =
                ("{\"padding\":\"" + "a".repeat(900_000) + "\"}").getBytes(StandardCharsets.UTF_8);
        var large = RequestBody.of(ByteBuffer.allocate(1 << 20));

        try (var _ = bodies.read(large, 2 << 20)) { // what is decoded of a second has no room
            var answer = answer(door, berth.request(OPERATION, input));

            assertThat(answer.path("__type").asString()).isEqualTo("ThrottlingException");
            assertThat(answer.path("message").asString()).isEqualTo("Rate exceeded");
        }

        assertThat(answer(door, berth.request(OPERATION, input)).has("repositories")).isTrue();
    }

    @Test
    void saysNothingOfWhatFailedInside() {
        var failure = berth.door().failure(TestBerth.REQUEST_ID);

        assertThat(failure.status()).isEqualTo(500);
        assertThat(failure.headers().first("x-amzn-RequestId")).contains(TestBerth.REQUEST_ID);
        assertThat(json(failure).path("__type").asString()).isEqualTo("ServerException");
        assertThat(json(failure).path("message").asString()).contains(TestBerth.REQUEST_ID);
    }

    @Test
    void theLoginIsATokenOfTheCaller() {
        var data = json(berth.call("GetAuthorizationToken", INPUT)).at("/authorizationData/0");
        var login = decoded(data.path("authorizationToken").asString());

        assertThat(login).startsWith("AWS:");
        var caller =
                berth.identity()
                        .tokens()
                        .verify(login.substring(4), InetAddress.getLoopbackAddress(), false);
        assertThat(caller.principal().name()).isEqualTo("arn:aws:iam::000000000000:root");
        assertThat(caller.scope()).isEqualTo(new TokenScope.Full());
    }

    @Test
    void theDownloadUrlIsThatOfTheHostThatWasCalledAndOpensOneLayer() throws IOException {
        var layer = giveImage();
        var request = berth.request("GetDownloadUrlForLayer", layerInput(layer));

        var url = answer(berth.door(), request).path("downloadUrl").asString();

        var start =
                "http://localhost:5327/v2/proof-of-concept-repo/blobs/" + layer + "?berth-token=";
        assertThat(url).startsWith(start);
        var caller =
                berth.identity()
                        .tokens()
                        .verify(
                                url.substring(start.length()),
                                InetAddress.getLoopbackAddress(),
                                false);
        assertThat(caller.scope())
                .isInstanceOfSatisfying(
                        TokenScope.Layer.class,
                        scope -> assertThat(scope.digest()).isEqualTo(layer));
    }

    @Test
    void theDownloadUrlIsThatOfTheProxyThatIsTrusted() throws IOException {
        var layer = giveImage();
        var door = door(BoundedBodies.withDefaults(berth.clock()), new ClientViews(_ -> true));
        var request = berth.request("GetDownloadUrlForLayer", layerInput(layer));
        var forwarded = request.headers().with("X-Forwarded-Proto", "https");

        var url = answer(door, with(request, forwarded)).path("downloadUrl").asString();

        assertThat(url).startsWith("https://localhost:5327/v2/");
    }

    private Digest giveImage() throws IOException {
        var given = JSON.readTree(Files.readString(GIVEN));
        var player = new WireCase(berth, given);
        player.prepare(given.path("image"));
        var image = JSON.readTree(given.at("/image/1/input/imageManifest").asString());
        return Digest.parse(image.at("/layers/0/digest").asString());
    }

    private static byte[] layerInput(Digest layer) {
        return "{\"repositoryName\":\"proof-of-concept-repo\",\"layerDigest\":\"%s\"}"
                .formatted(layer)
                .getBytes(StandardCharsets.UTF_8);
    }

    private Door door(BoundedBodies bodies, ClientViews clients) {
        return EcrOperations.door(
                berth.features(),
                berth.identity().authenticator(),
                TestAuthority.ofRoots(),
                bodies,
                clients);
    }

    private void assertRefused(Request request, String code) {
        var response = berth.door().answer(request, TestBerth.REQUEST_ID);

        assertThat(response.status()).isEqualTo(400);
        assertThat(json(response).path("__type").asString()).isEqualTo(code);
        assertThat(json(response).path("message").asString()).isNotEmpty();
    }

    private static JsonNode answer(Door door, Request request) {
        return json(door.answer(request, TestBerth.REQUEST_ID));
    }

    private static JsonNode json(Response response) {
        return response.body() instanceof ResponseBody.Bytes(var content)
                ? JSON.readTree(StandardCharsets.UTF_8.decode(content.duplicate()).toString())
                : JSON.createObjectNode();
    }

    private static Request with(Request request, Headers headers) {
        return new Request(
                request.method(),
                request.path(),
                request.rawQuery(),
                request.host(),
                headers,
                request.body(),
                request.peer());
    }

    private static Request withBody(Request request, RequestBody body) {
        return new Request(
                request.method(),
                request.path(),
                request.rawQuery(),
                request.host(),
                request.headers(),
                body,
                request.peer());
    }

    private static String decoded(String base64) {
        return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    }

    private static RequestBody broken(long length) {
        return new RequestBody() {
            @Override
            public OptionalLong declaredLength() {
                return OptionalLong.of(length);
            }

            @Override
            public ByteBuffer next() throws IOException {
                throw new IOException("the client is gone");
            }
        };
    }
}
