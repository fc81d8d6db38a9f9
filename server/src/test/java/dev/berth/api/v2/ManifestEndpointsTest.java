package dev.berth.api.v2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.http.RequestBody;
import dev.berth.oci.Digest;
import dev.berth.oci.DigestAlgorithm;
import dev.berth.oci.MediaTypes;
import dev.berth.repository.TagMutability;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestEndpointsTest {
    private static final int LIMIT = 4 << 20;

    @TempDir private Path folder;
    private V2Harness berth;
    private String manifest = "";
    private String digest = "";
    private Digest config = Digest.sha256(ByteBuffer.allocate(0));

    @BeforeEach
    void start() {
        berth = new V2Harness(folder);
        berth.create("app");
        config = blob("app", "{}");
        manifest = image(config, "first");
        digest = digest(manifest);
    }

    @AfterEach
    void stop() {
        berth.close();
    }

    @Test
    void givesBackWhatWasPushedUnderATag() {
        V2Reply pushed = put("app", "v1", manifest).is(201);

        assertThat(pushed.header("Docker-Content-Digest")).isEqualTo(digest);
        assertThat(pushed.location()).isEqualTo("/v2/app/manifests/" + digest);
        isTheManifest(berth.ask("GET", pushed.location()).send());
        isTheManifest(berth.ask("GET", "/v2/app/manifests/v1").send());
    }

    @ParameterizedTest
    @EnumSource
    void givesBackWhatWasPushedUnderADigest(DigestAlgorithm algorithm) {
        byte[] bytes = manifest.getBytes(StandardCharsets.UTF_8);
        String other = Digest.of(algorithm, algorithm.newMessageDigest().digest(bytes)).toString();

        V2Reply pushed = put("app", other, manifest).is(201);

        assertThat(pushed.header("Docker-Content-Digest")).isEqualTo(other);
        V2Reply pulled = berth.ask("GET", "/v2/app/manifests/" + other).send().is(200);
        assertThat(pulled.text()).isEqualTo(manifest);
        assertThat(pulled.header("Docker-Content-Digest")).isEqualTo(other);
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1", "D"})
    void tellsAboutAManifestWithoutIt(String reference) {
        put("app", "v1", manifest).is(201);

        V2Reply reply =
                berth.ask("HEAD", "/v2/app/manifests/" + reference.replace("D", digest))
                        .send()
                        .is(200);

        assertThat(reply.length()).isEqualTo(manifest.length());
        assertThat(reply.header("Docker-Content-Digest")).isEqualTo(digest);
        assertThat(reply.header("Content-Type")).isEqualTo(MediaTypes.OCI_MANIFEST);
    }

    @Test
    void neverConvertsAManifest() {
        put("app", "v1", manifest).is(201);

        isTheManifest(
                berth.ask("GET", "/v2/app/manifests/v1")
                        .header("Accept", MediaTypes.DOCKER_MANIFEST)
                        .send());
    }

    @ParameterizedTest
    @CsvSource({"'\"D\"', 304", "'W/\"D\", \"x\"', 304", "*, 304", "'\"x\"', 200", "D, 200"})
    void doesNotRepeatWhatTheClientHas(String field, int status) {
        put("app", "v1", manifest).is(201);

        V2Reply reply =
                berth.ask("GET", "/v2/app/manifests/v1")
                        .header("If-None-Match", field.replace("D", digest))
                        .send()
                        .is(status);

        assertThat(reply.header("ETag")).isEqualTo('"' + digest + '"');
    }

    @Test
    void movesATagAndKeepsTheImage() {
        String second = image(config, "second");
        put("app", "v1", manifest).is(201);
        put("app", "v1", second).is(201);

        assertThat(berth.ask("GET", "/v2/app/manifests/v1").send().is(200).text())
                .isEqualTo(second);
        isTheManifest(berth.ask("GET", "/v2/app/manifests/" + digest).send());
    }

    @Test
    void pushesSeveralTagsWithADigest() {
        V2Reply reply = put("app", digest + "?tag=1&tag=1.2&tag=1", manifest).is(201);

        assertThat(reply.headers().all("OCI-Tag")).containsExactly("1", "1.2");
        isTheManifest(berth.ask("GET", "/v2/app/manifests/1").send());
        isTheManifest(berth.ask("GET", "/v2/app/manifests/1.2").send());
    }

    @Test
    void doesNotMoveImmutableTags() {
        berth.create(V2Harness.HOME, "fixed", TagMutability.IMMUTABLE);
        Digest config = blob("fixed", "{}");
        put("fixed", "v1", image(config, "first")).is(201);

        V2Reply reply = put("fixed", "v1", image(config, "second")).is(400, "TAG_INVALID");

        assertThat(reply.text())
                .contains(
                        "The image tag 'v1' already exists in the 'fixed' repository and cannot be"
                                + " overwritten because the tag is immutable.");
    }

    @Test
    void takesTheMediaTypeWithoutItsParameters() {
        berth.ask("PUT", "/v2/app/manifests/v1")
                .header("Content-Type", MediaTypes.OCI_MANIFEST + "; charset=utf-8")
                .body(manifest)
                .send()
                .is(201);

        isTheManifest(berth.ask("GET", "/v2/app/manifests/v1").send());
    }

    @Test
    void takesAnIndexOnceItsChildrenAreHere() {
        String index = index(digest, manifest.length());

        V2Reply refused = put("app", "all", index, MediaTypes.OCI_INDEX);
        put("app", digest, manifest).is(201);
        put("app", "all", index, MediaTypes.OCI_INDEX).is(201);

        assertThat(refused.is(400, "MANIFEST_BLOB_UNKNOWN").text())
                .contains("Images with digests '[" + digest + "]' required");
        assertThat(berth.ask("GET", "/v2/app/manifests/all").send().header("Content-Type"))
                .isEqualTo(MediaTypes.OCI_INDEX);
    }

    @Test
    void refusesAManifestWhoseBlobsAreNotHere() {
        Digest other = Digest.sha256(ByteBuffer.wrap(new byte[] {1}));

        V2Reply reply = put("app", "v1", image(other, "first")).is(400, "MANIFEST_BLOB_UNKNOWN");

        assertThat(reply.text()).contains("Layers with digests '[" + other + "]' required");
        berth.ask("HEAD", "/v2/app/manifests/v1").send().is(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "null", "{}{}", "not json", "{\"schemaVersion\":1}"})
    void refusesWhatIsNoManifest(String content) {
        put("app", "v1", content).is(405, "UNSUPPORTED");

        berth.ask("HEAD", "/v2/app/manifests/v1").send().is(404);
    }

    @Test
    void refusesAMediaTypeThatIsNoManifests() {
        put("app", "v1", manifest, "application/json").is(405, "UNSUPPORTED");
    }

    @Test
    void refusesTheDigestOfOtherContent() {
        put("app", "sha256:" + "0".repeat(64), manifest).is(400, "DIGEST_INVALID");

        berth.ask("HEAD", "/v2/app/manifests/sha256:" + "0".repeat(64)).send().is(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "PUT", "DELETE"})
    void refusesWhatIsNoReference(String method) {
        berth.ask(method, "/v2/app/manifests/sha256:baddigest").send().is(400);
        berth.ask(method, "/v2/app/manifests/a+b").send().is(400);
        berth.ask(method, "/v2/app/manifests/" + "a".repeat(129)).send().is(400);
    }

    @Test
    void refusesADeclaredSizeBeyondTheLimitBeforeReading() {
        berth.ask("PUT", "/v2/app/manifests/v1")
                .body(
                        new RequestBody() {
                            @Override
                            public OptionalLong declaredLength() {
                                return OptionalLong.of(LIMIT + 1);
                            }

                            @Override
                            public ByteBuffer next() {
                                throw new AssertionError("a body that is too large was begun");
                            }
                        })
                .send()
                .is(413, "MANIFEST_INVALID");
    }

    @Test
    void refusesAStreamThatGrowsBeyondTheLimit() {
        berth.ask("PUT", "/v2/app/manifests/v1")
                .chunked(new byte[LIMIT + 1], 1 << 20)
                .send()
                .is(413, "MANIFEST_INVALID");
    }

    @Test
    void takesAManifestAtTheLimit() {
        String large = image(config, "x".repeat(LIMIT - image(config, "").length()));

        put("app", "v1", large).is(201);

        assertThat(berth.ask("GET", "/v2/app/manifests/v1").send().is(200).length())
                .isEqualTo(LIMIT);
    }

    @Test
    void removesATagAlone() {
        put("app", "v1", manifest).is(201);

        berth.ask("DELETE", "/v2/app/manifests/v1").send().is(202);

        berth.ask("GET", "/v2/app/manifests/v1").send().is(404, "MANIFEST_UNKNOWN");
        isTheManifest(berth.ask("GET", "/v2/app/manifests/" + digest).send());
        berth.ask("DELETE", "/v2/app/manifests/v1").send().is(404, "MANIFEST_UNKNOWN");
    }

    @Test
    void removesAnImageWithItsTags() {
        put("app", "v1", manifest).is(201);

        berth.ask("DELETE", "/v2/app/manifests/" + digest).send().is(202);

        berth.ask("HEAD", "/v2/app/manifests/v1").send().is(404);
        V2Reply reply =
                berth.ask("GET", "/v2/app/manifests/" + digest).send().is(404, "MANIFEST_UNKNOWN");
        assertThat(reply.text()).contains("Requested image not found");
        berth.ask("DELETE", "/v2/app/manifests/" + digest).send().is(404, "MANIFEST_UNKNOWN");
    }

    @Test
    void keepsAnImageThatAnIndexNames() {
        put("app", digest, manifest).is(201);
        String index = index(digest, manifest.length());
        put("app", "all", index, MediaTypes.OCI_INDEX).is(201);

        V2Reply reply =
                berth.ask("DELETE", "/v2/app/manifests/" + digest).send().is(405, "UNSUPPORTED");

        assertThat(reply.text())
                .contains("Requested image referenced by manifest list: [" + digest(index) + "]");
        berth.ask("DELETE", "/v2/app/manifests/" + digest(index)).send().is(202);
        berth.ask("DELETE", "/v2/app/manifests/" + digest).send().is(202);
    }

    private void isTheManifest(V2Reply reply) {
        reply.is(200);
        assertThat(reply.text()).isEqualTo(manifest);
        assertThat(reply.header("Content-Type")).isEqualTo(MediaTypes.OCI_MANIFEST);
        assertThat(reply.header("Docker-Content-Digest")).isEqualTo(digest);
    }

    private V2Reply put(String repository, String reference, String content) {
        return put(repository, reference, content, MediaTypes.OCI_MANIFEST);
    }

    private V2Reply put(String repository, String reference, String content, String type) {
        return berth.ask("PUT", "/v2/" + repository + "/manifests/" + reference)
                .header("Content-Type", type)
                .body(content)
                .send();
    }

    private Digest blob(String repository, String content) {
        var digest = Digest.sha256(StandardCharsets.UTF_8.encode(content));
        berth.ask("POST", "/v2/" + repository + "/blobs/uploads/?digest=" + digest)
                .body(content)
                .send()
                .is(201);
        return digest;
    }

    private static String image(Digest config, String note) {
        return "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"config\":{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":2},\"layers\":[],\"annotations\":{\"note\":\"%s\"}}"
                .formatted(MediaTypes.OCI_MANIFEST, MediaTypes.OCI_CONFIG, config, note);
    }

    private static String index(String child, int size) {
        return "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"manifests\":[{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d}]}"
                .formatted(MediaTypes.OCI_INDEX, MediaTypes.OCI_MANIFEST, child, size);
    }

    private static String digest(String content) {
        return Digest.sha256(StandardCharsets.UTF_8.encode(content)).toString();
    }
}
