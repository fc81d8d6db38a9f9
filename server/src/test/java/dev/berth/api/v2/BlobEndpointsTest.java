package dev.berth.api.v2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.boot.FeatureSettings;
import dev.berth.oci.Digest;
import dev.berth.oci.MediaTypes;
import dev.berth.repository.Quotas;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@ValueSource(ints = {0, BlobEndpointsTest.SIZE})
class BlobEndpointsTest {
    static final int SIZE = 2048;
    private static final String ABSENT = "sha256:" + "0".repeat(64);

    private final byte[] content = new byte[SIZE];
    private String digest = "";

    /**
     * How many bytes a blob may have to be kept in its row: the content lies in a file, or there.
     */
    @Parameter int small;

    @TempDir private Path folder;
    private V2Harness berth;

    @BeforeEach
    void start() {
        berth =
                new V2Harness(
                        folder,
                        FeatureSettings.with(Quotas.ofEcr()).inDatabaseUpTo(small),
                        UnaryOperator.identity());
        berth.create("app");
        new Random(5).nextBytes(content);
        digest = push(content);
    }

    @AfterEach
    void stop() {
        berth.close();
    }

    @Test
    void givesABlob() {
        V2Reply reply = get("").is(200);

        assertThat(reply.content()).isEqualTo(content);
        assertThat(reply.header("Content-Type")).isEqualTo("application/octet-stream");
        assertThat(reply.header("Docker-Content-Digest")).isEqualTo(digest);
        assertThat(reply.header("ETag")).isEqualTo('"' + digest + '"');
        assertThat(reply.header("Accept-Ranges")).isEqualTo("bytes");
        assertThat(reply.header("Cache-Control")).startsWith("private");
    }

    @Test
    void tellsTheSizeOfABlob() {
        V2Reply reply = berth.ask("HEAD", "/v2/app/blobs/" + digest).send().is(200);

        assertThat(reply.length()).isEqualTo(SIZE);
        assertThat(reply.header("Docker-Content-Digest")).isEqualTo(digest);
        assertThat(reply.header("Accept-Ranges")).isEqualTo("bytes");
    }

    @Test
    void understandsAnEscapedColon() {
        berth.ask("GET", "/v2/app/blobs/" + digest.replace(":", "%3A")).send().is(200);
    }

    @Test
    void ignoresTheNamespaceOfMirrors() {
        berth.ask("GET", "/v2/app/blobs/" + digest + "?ns=docker.io").send().is(200);
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=500-1499, 500, 1499",
        "bytes=500-, 500, 2047",
        "bytes=-500, 1548, 2047",
        "bytes=2000-5000, 2000, 2047",
        "bytes=0-0, 0, 0",
    })
    void givesAPart(String range, int first, int last) {
        V2Reply reply = get(range).is(206);

        assertThat(reply.content()).isEqualTo(Arrays.copyOfRange(content, first, last + 1));
        assertThat(reply.header("Content-Range"))
                .isEqualTo("bytes %d-%d/%d".formatted(first, last, SIZE));
        assertThat(reply.header("Docker-Content-Digest")).isEqualTo(digest);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=500-0", "bytes=5000-10000", "bytes=2048-", "bytes=-0"})
    void refusesAPartThatIsNotThere(String range) {
        V2Reply reply = get(range).is(416);

        assertThat(reply.header("Content-Range")).isEqualTo("bytes */2048");
    }

    @Test
    void givesAPartOnlyOfWhatTheClientHas() {
        String path = "/v2/app/blobs/" + digest;

        V2Reply same =
                berth.ask("GET", path)
                        .header("Range", "bytes=0-9")
                        .header("If-Range", '"' + digest + '"')
                        .send();
        V2Reply another =
                berth.ask("GET", path)
                        .header("Range", "bytes=0-9")
                        .header("If-Range", "\"another\"")
                        .send();

        assertThat(same.is(206).length()).isEqualTo(10);
        assertThat(another.is(200).length()).isEqualTo(SIZE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=0-1,4-5", "items=0-1", "bytes=x"})
    void givesAllOfItInsteadOfSeveralParts(String range) {
        assertThat(get(range).is(200).length()).isEqualTo(SIZE);
    }

    @Test
    void doesNotRepeatWhatTheClientHas() {
        V2Reply reply =
                berth.ask("GET", "/v2/app/blobs/" + digest)
                        .header("If-None-Match", '"' + digest + '"')
                        .send()
                        .is(304);

        assertThat(reply.length()).isZero();
        berth.ask("GET", "/v2/app/blobs/" + ABSENT)
                .header("If-None-Match", '"' + ABSENT + '"')
                .send()
                .is(404, "BLOB_UNKNOWN");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "DELETE"})
    void knowsOnlyWhatIsHere(String method) {
        berth.ask(method, "/v2/app/blobs/" + ABSENT).send().is(404, "BLOB_UNKNOWN");
        berth.ask("HEAD", "/v2/app/blobs/" + ABSENT).send().is(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sha256:12", "md5:12", "latest", ""})
    void refusesWhatIsNoDigest(String text) {
        berth.ask("GET", "/v2/app/blobs/" + text).send().is(400, "DIGEST_INVALID");
    }

    @Test
    void removesABlobFromItsRepositoryAlone() {
        berth.create("other");
        berth.ask("POST", "/v2/other/blobs/uploads/?mount=" + digest + "&from=app").send().is(201);

        berth.ask("DELETE", "/v2/app/blobs/" + digest).send().is(202);

        berth.ask("HEAD", "/v2/app/blobs/" + digest).send().is(404);
        berth.ask("HEAD", "/v2/other/blobs/" + digest).send().is(200);
    }

    @Test
    void keepsABlobThatAnImageNames() {
        String manifest =
                "{\"schemaVersion\":2,\"config\":{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d},\"layers\":[]}"
                        .formatted(MediaTypes.OCI_CONFIG, digest, SIZE);
        berth.ask("PUT", "/v2/app/manifests/v1")
                .header("Content-Type", MediaTypes.OCI_MANIFEST)
                .body(manifest)
                .send()
                .is(201);

        berth.ask("DELETE", "/v2/app/blobs/" + digest).send().is(405, "UNSUPPORTED");

        get("").is(200);
    }

    private V2Reply get(String range) {
        V2Request request = berth.ask("GET", "/v2/app/blobs/" + digest);
        return (range.isEmpty() ? request : request.header("Range", range)).send();
    }

    private String push(byte[] bytes) {
        String digest = Digest.sha256(ByteBuffer.wrap(bytes)).toString();
        berth.ask("POST", "/v2/app/blobs/uploads/?digest=" + digest).body(bytes).send().is(201);
        return digest;
    }
}
