package dev.berth.api.v2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.access.TokenScope;
import dev.berth.http.RequestBody;
import dev.berth.oci.Digest;
import dev.berth.oci.RepositoryName;
import dev.berth.repository.TagMutability;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class V2DoorTest {
    private static final String DIGEST = "sha256:" + "0".repeat(64);

    @TempDir private Path folder;
    private V2Harness berth;

    @BeforeEach
    void start() {
        berth = new V2Harness(folder);
        berth.create("app");
    }

    @AfterEach
    void stop() {
        berth.close();
    }

    // ---- who calls

    @ParameterizedTest
    @CsvSource({"GET, /v2/", "GET, /v2", "PUT, /v2/app/manifests/a", "GET, /v2/no/such/path"})
    void asksForACredential(String method, String target) {
        V2Reply reply = berth.anonymous(method, target).send().is(401);

        assertThat(reply.header("Www-Authenticate"))
                .isEqualTo("Basic realm=\"http://localhost:5327/\",service=\"ecr.amazonaws.com\"");
        assertThat(reply.text()).isEqualTo("Not Authorized\n");
    }

    @Test
    void asksInTheNameThatTheClientUsed() {
        V2Reply reply =
                berth.anonymous("GET", "/v2/")
                        .host("000000000000.dkr.ecr.us-east-1.localhost")
                        .tls()
                        .send()
                        .is(401);

        assertThat(reply.header("Www-Authenticate"))
                .startsWith("Basic realm=\"https://000000000000.dkr.ecr.us-east-1.localhost/\",");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer abc", "Basic", "Negotiate x", "AWS4-HMAC-SHA256 x"})
    void asksWhereTheSchemeIsAnother(String header) {
        berth.anonymous("GET", "/v2/").header("Authorization", header).send().is(401);
    }

    @Test
    void knowsNoUserButAws() {
        berth.anonymous("GET", "/v2/").basic("root:" + berth.token(V2Harness.HOME)).send().is(401);
        berth.anonymous("GET", "/v2/").basic("aws:" + berth.token(V2Harness.HOME)).send().is(401);
    }

    @Test
    void answersALogin() {
        V2Reply reply = berth.ask("GET", "/v2/").send().is(200);

        assertThat(reply.text()).isEqualTo("{}");
        berth.ask("HEAD", "/v2/").send().is(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nonsense", "a:b", "\u0000\u0001", "=== ==="})
    void refusesPasswordsThatAreNoToken(String password) {
        berth.anonymous("GET", "/v2/").password(password).send().is(400, "UNAUTHORIZED");
    }

    @Test
    void refusesAHeaderThatCannotBeDecoded() {
        berth.anonymous("GET", "/v2/")
                .header("Authorization", "Basic ***")
                .send()
                .is(400, "UNAUTHORIZED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer abc", "Basic ***"})
    void refusesMoreThanOneCredential(String other) {
        berth.ask("GET", "/v2/").header("Authorization", other).send().is(400, "UNAUTHORIZED");
    }

    @Test
    void refusesEveryTokenThatWasTamperedWith() {
        byte[] token = berth.token(V2Harness.HOME).getBytes(StandardCharsets.UTF_8);
        var random = new Random(7);
        for (int i = 0; i < 300; i++) {
            byte[] forged = token.clone();
            int at = random.nextInt(forged.length);
            forged[at] = (byte) (forged[at] == 'A' ? 'B' : 'A');
            String text = new String(forged, StandardCharsets.UTF_8);

            V2Reply reply = berth.anonymous("GET", "/v2/").password(text).send();

            assertThat(reply.status()).as("byte %d", at).isIn(400, 403);
        }
    }

    @Test
    void hasAnAnswerToEveryCredential() {
        var random = new Random(11);
        for (int i = 0; i < 500; i++) {
            var bytes = new byte[random.nextInt(80)];
            random.nextBytes(bytes);
            String header =
                    i % 2 == 0
                            ? new String(bytes, StandardCharsets.ISO_8859_1)
                            : "Basic " + Base64.getEncoder().encodeToString(bytes);

            V2Reply reply = berth.anonymous("GET", "/v2/").header("Authorization", header).send();

            assertThat(reply.status()).as(header).isIn(400, 401);
        }
    }

    @Test
    void refusesATokenThatExpired() {
        String token = berth.token(V2Harness.HOME);
        berth.clock.advance(Duration.ofHours(12).plusSeconds(1));

        V2Reply reply = berth.anonymous("GET", "/v2/").password(token).send().is(403, "DENIED");

        assertThat(reply.text())
                .contains("Your authorization token has expired. Reauthenticate and try again.");
    }

    // ---- which registry

    @Test
    void takesTheRegistryFromAHostOfEcrsForm() {
        var other = V2Harness.registry("111111111111", "us-east-1");
        berth.create(other, "theirs", TagMutability.MUTABLE);

        V2Reply reply =
                berth.anonymous("GET", "/v2/theirs/tags/list")
                        .password(berth.token(other))
                        .host("111111111111.dkr.ecr.us-east-1.localhost:5327")
                        .send()
                        .is(200);

        assertThat(reply.text()).isEqualTo("{\"name\":\"theirs\",\"tags\":[]}");
    }

    @Test
    void takesTheRegistryFromTheTokenUnderAnyOtherHost() {
        var other = V2Harness.registry("000000000000", "eu-west-1");
        berth.create(other, "abroad", TagMutability.MUTABLE);

        berth.anonymous("GET", "/v2/abroad/tags/list")
                .password(berth.token(other))
                .host("registry.compose.internal")
                .send()
                .is(200);
        berth.ask("GET", "/v2/abroad/tags/list").send().is(404, "NAME_UNKNOWN");
    }

    @Test
    void refusesATokenOfAnotherRegion() {
        berth.ask("GET", "/v2/app/tags/list")
                .host("000000000000.dkr.ecr.eu-west-1.localhost")
                .send()
                .is(403, "DENIED");
    }

    @Test
    void asksForPermissionInAnotherAccountsRegistry() {
        V2Reply reply =
                berth.ask("GET", "/v2/app/tags/list")
                        .host("111111111111.dkr.ecr.us-east-1.localhost")
                        .send()
                        .is(403, "DENIED");

        assertThat(reply.text())
                .contains(
                        "is not authorized to perform: ecr:ListImages on resource:"
                                + " arn:aws:ecr:us-east-1:111111111111:repository/app because");
    }

    // ---- which route

    @ParameterizedTest
    @CsvSource({
        "GET, /v2/app/manifests/a, ecr:BatchGetImage",
        "HEAD, /v2/app/manifests/a, ecr:BatchGetImage",
        "PUT, /v2/app/manifests/a, ecr:PutImage",
        "DELETE, /v2/app/manifests/a, ecr:BatchDeleteImage",
        "GET, /v2/app/blobs/D, ecr:GetDownloadUrlForLayer",
        "HEAD, /v2/app/blobs/D, ecr:BatchCheckLayerAvailability",
        "DELETE, /v2/app/blobs/D, ecr:BatchDeleteImage",
        "POST, /v2/app/blobs/uploads/, ecr:InitiateLayerUpload",
        "POST, /v2/app/blobs/uploads/?digest=D, ecr:InitiateLayerUpload",
        "POST, /v2/app/blobs/uploads/?mount=D&from=base, ecr:InitiateLayerUpload",
        "GET, /v2/app/blobs/uploads/x, ecr:UploadLayerPart",
        "PATCH, /v2/app/blobs/uploads/x, ecr:UploadLayerPart",
        "PUT, /v2/app/blobs/uploads/x?digest=D, ecr:UploadLayerPart",
        "DELETE, /v2/app/blobs/uploads/x, ecr:UploadLayerPart",
        "GET, /v2/app/tags/list, ecr:ListImages",
        "GET, /v2/app/referrers/D, ecr:BatchGetImage",
        "GET, /v2/_catalog, ecr:DescribeRepositories",
    })
    void allowsNothingBeforeItsActionIsAllowed(String method, String target, String action) {
        V2Reply reply =
                berth.ask(method, target.replace("D", DIGEST))
                        .host("111111111111.dkr.ecr.us-east-1.localhost")
                        .body(new Untouchable())
                        .send()
                        .is(403, "DENIED");

        assertThat(reply.text()).contains("to perform: " + action + " on resource:");
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /v2/, 'GET, HEAD'",
        "PUT, /v2/_catalog, GET",
        "POST, /v2/app/manifests/a, 'GET, HEAD, PUT, DELETE'",
        "PUT, /v2/app/blobs/x, 'GET, HEAD, DELETE'",
        "GET, /v2/app/blobs/uploads/, POST",
        "POST, /v2/app/blobs/uploads/x, 'GET, PATCH, PUT, DELETE'",
        "DELETE, /v2/app/tags/list, GET",
        "OPTIONS, /v2/app/tags/list, GET",
        "PUT, /v2/app/referrers/x, GET",
    })
    void saysWhichMethodsAnAddressKnows(String method, String target, String allowed) {
        V2Reply reply = berth.ask(method, target).send().is(405, "UNSUPPORTED");

        assertThat(reply.header("Allow")).isEqualTo(allowed);
    }

    @Test
    void refusesBadNames() {
        V2Reply reply = berth.ask("GET", "/v2/App/manifests/a").send().is(400, "NAME_INVALID");

        assertThat(reply.text())
                .contains("'repositoryName'")
                .contains(RepositoryName.GRAMMAR.substring(0, 10));
        berth.ask("GET", "/v2/a%2Fb/tags/list").send().is(400, "NAME_INVALID");
    }

    @Test
    void saysThatANameIsTooShortOrTooLong() {
        assertThat(berth.ask("PUT", "/v2/a/manifests/x").send().is(400, "NAME_INVALID").text())
                .contains("'Member must have length greater than or equal to 2'");
        String tooLong = "a".repeat(257);
        assertThat(
                        berth.ask("GET", "/v2/" + tooLong + "/tags/list")
                                .send()
                                .is(400, "NAME_INVALID")
                                .text())
                .contains("'Member must have length less than or equal to 256'");
    }

    @Test
    void knowsNoOtherAddress() {
        berth.ask("GET", "/v2/app/signatures").send().is(404, "UNSUPPORTED");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /v2/none/manifests/a",
        "PUT, /v2/none/manifests/a",
        "DELETE, /v2/none/manifests/a",
        "GET, /v2/none/blobs/D",
        "HEAD, /v2/none/blobs/D",
        "DELETE, /v2/none/blobs/D",
        "POST, /v2/none/blobs/uploads/",
        "PATCH, /v2/none/blobs/uploads/x",
        "PUT, /v2/none/blobs/uploads/x?digest=D",
        "GET, /v2/none/tags/list",
        "GET, /v2/none/referrers/D",
    })
    void saysThatThereIsNoSuchRepository(String method, String target) {
        V2Reply reply =
                berth.ask(method, target.replace("D", DIGEST))
                        .body(new Untouchable())
                        .send()
                        .is(404, "NAME_UNKNOWN");

        assertThat(reply.text())
                .contains(
                        "The repository with name 'none' does not exist in the registry with id"
                                + " '000000000000'");
    }

    // ---- addresses of downloads

    @Test
    void opensALayerToWhoeverHasItsAddress() {
        byte[] content = {1, 2, 3};
        var digest = Digest.sha256(ByteBuffer.wrap(content));
        berth.ask("POST", "/v2/app/blobs/uploads/?digest=" + digest).body(content).send().is(201);
        var scope = new TokenScope.Layer(new RepositoryName("app"), digest);
        String token = berth.token(V2Harness.HOME, scope, Duration.ofHours(1));
        String address = "/v2/app/blobs/" + digest + "?berth-token=" + token;

        assertThat(berth.anonymous("GET", address).send().is(200).content()).isEqualTo(content);
        assertThat(berth.anonymous("HEAD", address).send().is(200).length()).isEqualTo(3);
        berth.anonymous("DELETE", address).send().is(403, "DENIED");
        berth.clock.advance(Duration.ofHours(1).plusSeconds(1));
        berth.anonymous("GET", address).send().is(403, "DENIED");
    }

    @Test
    void opensNothingElseWithTheAddressOfALayer() {
        byte[] content = {1, 2, 3};
        var digest = Digest.sha256(ByteBuffer.wrap(content));
        var scope = new TokenScope.Layer(new RepositoryName("app"), digest);
        String token = berth.token(V2Harness.HOME, scope, Duration.ofHours(1));
        berth.create("other");

        berth.anonymous("GET", "/v2/app/blobs/" + DIGEST + "?berth-token=" + token)
                .send()
                .is(403, "DENIED");
        berth.anonymous("GET", "/v2/other/blobs/" + digest + "?berth-token=" + token)
                .send()
                .is(403, "DENIED");
        berth.anonymous("GET", "/v2/app/tags/list?berth-token=" + token).send().is(403, "DENIED");
        berth.anonymous("GET", "/v2/").password(token).send().is(403, "DENIED");
    }

    @Test
    void takesNoLoginFromAnAddress() {
        String login = berth.token(V2Harness.HOME);

        berth.anonymous("GET", "/v2/?berth-token=" + login).send().is(400, "UNAUTHORIZED");
        berth.anonymous("GET", "/v2/app/tags/list?berth-token=" + login)
                .send()
                .is(400, "UNAUTHORIZED");
    }

    @Test
    void believesTheHeaderBeforeTheAddress() {
        var scope = new TokenScope.Layer(new RepositoryName("app"), Digest.parse(DIGEST));
        String token = berth.token(V2Harness.HOME, scope, Duration.ofHours(1));

        berth.ask("GET", "/v2/app/tags/list?berth-token=" + token).send().is(200);
        berth.anonymous("GET", "/v2/app/blobs/" + DIGEST + "?berth-token=" + token)
                .header("Authorization", "Bearer abc")
                .send()
                .is(401);
    }

    /** A body that must not be begun. */
    private static final class Untouchable implements RequestBody {
        @Override
        public OptionalLong declaredLength() {
            return OptionalLong.of(100);
        }

        @Override
        public ByteBuffer next() {
            throw new AssertionError("the body was begun before the request was allowed");
        }
    }
}
