package dev.berth.api.v2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.http.RequestBody;
import dev.berth.oci.Digest;
import dev.berth.oci.DigestAlgorithm;
import dev.berth.repository.Quotas;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class UploadEndpointsTest {
    private static final int LIMIT = 1 << 20;

    private final byte[] content = random(100_000);
    private final Digest digest = Digest.sha256(ByteBuffer.wrap(content));

    @TempDir private Path folder;
    private V2Harness berth;

    @BeforeEach
    void start() {
        Quotas ecr = Quotas.ofEcr();
        berth =
                new V2Harness(
                        folder,
                        new Quotas(
                                ecr.repositoriesPerRegistry(),
                                ecr.imagesPerRepository(),
                                ecr.tagsPerImage(),
                                LIMIT,
                                ecr.manifestBytes(),
                                ecr.tagsPerRepository(),
                                ecr.layerParts(),
                                ecr.pullTimeExclusions()));
        berth.create("app");
        berth.create("base");
    }

    @AfterEach
    void stop() {
        berth.close();
    }

    @Test
    void beginsAnUpload() {
        V2Reply reply = berth.ask("POST", "/v2/app/blobs/uploads/").send().is(202);

        assertThat(reply.location())
                .isEqualTo("/v2/app/blobs/uploads/" + reply.header("Docker-Upload-UUID"));
        assertThat(reply.header("Range")).isEqualTo("0-0");
    }

    @Test
    void namesLocationsAsTheClientSeesTheServer() {
        V2Reply reply =
                berth.ask("POST", "/v2/app/blobs/uploads/")
                        .host("000000000000.dkr.ecr.us-east-1.localhost:8443")
                        .tls()
                        .send()
                        .is(202);

        assertThat(reply.header("Location"))
                .startsWith("https://000000000000.dkr.ecr.us-east-1.localhost:8443/v2/app/blobs/");
    }

    @ParameterizedTest
    @EnumSource
    void takesABlobInOneRequest(DigestAlgorithm algorithm) {
        Digest wanted = Digest.of(algorithm, algorithm.newMessageDigest().digest(content));

        created(
                berth.ask("POST", "/v2/app/blobs/uploads/?digest=" + wanted).body(content).send(),
                wanted);
    }

    @ParameterizedTest
    @EnumSource
    void takesABlobWithTheClosingRequest(DigestAlgorithm algorithm) {
        Digest wanted = Digest.of(algorithm, algorithm.newMessageDigest().digest(content));
        String upload =
                berth.ask("POST", "/v2/app/blobs/uploads/?digest-algorithm=" + algorithm.prefix())
                        .send()
                        .is(202)
                        .location();

        created(berth.ask("PUT", upload + "?digest=" + wanted).body(content).send(), wanted);
    }

    @Test
    void takesAStream() {
        String upload = begin();

        V2Reply stream = berth.ask("PATCH", upload).chunked(content, 7_000).send().is(202);

        assertThat(stream.header("Range")).isEqualTo("0-99999");
        created(berth.ask("PUT", stream.location() + "?digest=" + digest).send(), digest);
    }

    @Test
    void takesChunksInOrder() {
        String upload = begin();

        assertThat(chunk(upload, 0, 40_000).is(202).header("Range")).isEqualTo("0-39999");
        assertThat(chunk(upload, 40_000, 70_000).is(202).header("Range")).isEqualTo("0-69999");

        V2Reply status = berth.ask("GET", upload).send().is(204);
        assertThat(status.header("Range")).isEqualTo("0-69999");
        assertThat(status.location()).isEqualTo(upload);
        assertThat(status.header("Docker-Upload-UUID")).isNotEmpty();
        created(
                berth.ask("PUT", upload + "?digest=" + digest)
                        .header("Content-Range", "70000-99999")
                        .body(Arrays.copyOfRange(content, 70_000, 100_000))
                        .send(),
                digest);
    }

    @Test
    void leavesTheUploadWhereItStandsWhenAChunkIsOutOfOrder() {
        String upload = begin();
        chunk(upload, 0, 40_000).is(202);

        V2Reply reply = chunk(upload, 50_000, 60_000).is(416, "BLOB_UPLOAD_INVALID");

        assertThat(reply.text()).contains("First byte of the layer part is 50000 instead of 40000");
        assertThat(reply.header("Range")).isEqualTo("0-39999");
        assertThat(reply.location()).isEqualTo(upload);
        chunk(upload, 0, 40_000).is(416, "BLOB_UPLOAD_INVALID");
        chunk(upload, 40_000, 100_000).is(202);
        created(berth.ask("PUT", upload + "?digest=" + digest).send(), digest);
    }

    @Test
    void leavesTheUploadWhereItStandsWhenTheLastChunkIsOutOfOrder() {
        String upload = begin();
        chunk(upload, 0, 40_000).is(202);

        berth.ask("PUT", upload + "?digest=" + digest)
                .header("Content-Range", "70000-99999")
                .body(Arrays.copyOfRange(content, 70_000, 100_000))
                .send()
                .is(416, "BLOB_UPLOAD_INVALID");

        assertThat(berth.ask("GET", upload).send().is(204).header("Range")).isEqualTo("0-39999");
    }

    @Test
    void refusesARangeThatIsNotThatOfTheBody() {
        String upload = begin();

        V2Reply reply =
                berth.ask("PATCH", upload)
                        .header("Content-Range", "0-9")
                        .body(new byte[11])
                        .send()
                        .is(400, "SIZE_INVALID");
        berth.ask("PATCH", upload)
                .header("Content-Range", "0-9")
                .chunked(new byte[11], 4)
                .send()
                .is(400, "SIZE_INVALID");

        assertThat(reply.location()).isEqualTo(upload);
        assertThat(berth.ask("GET", upload).send().is(204).header("Range")).isEqualTo("0-0");
        chunk(upload, 0, 100_000).is(202);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "9-0", "bytes", "a-b", "0-99999999999999999999"})
    void refusesARangeThatIsNone(String range) {
        berth.ask("PATCH", begin())
                .header("Content-Range", range)
                .body(new byte[1])
                .send()
                .is(400, "BLOB_UPLOAD_INVALID");
    }

    @Test
    void keepsWhatArrivedBeforeTheConnectionBroke() {
        String upload = begin();

        berth.ask("PATCH", upload).body(new Broken(content, 30_000)).send().is(400, "SIZE_INVALID");

        String range = berth.ask("GET", upload).send().is(204).header("Range");
        int offset = Integer.parseInt(range.substring(2)) + 1;
        assertThat(offset).isEqualTo(30_000);
        chunk(upload, offset, content.length).is(202);
        created(berth.ask("PUT", upload + "?digest=" + digest).send(), digest);
    }

    @Test
    void endsAnUploadWithTheWrongDigest() {
        String upload = begin();
        Digest other = Digest.sha256(ByteBuffer.wrap(new byte[1]));

        V2Reply reply =
                berth.ask("PUT", upload + "?digest=" + other)
                        .body(content)
                        .send()
                        .is(400, "DIGEST_INVALID");

        assertThat(reply.text())
                .contains("None of the provided layer digests match the calculated layer digest");
        berth.ask("GET", upload).send().is(404, "BLOB_UPLOAD_UNKNOWN");
        berth.ask("HEAD", "/v2/app/blobs/" + other).send().is(404);
        berth.ask("POST", "/v2/app/blobs/uploads/?digest=" + other)
                .body(content)
                .send()
                .is(400, "DIGEST_INVALID");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?digest=", "?digest=sha256:12", "?digest=md5:" + "00"})
    void wantsADigestToClose(String query) {
        String upload = begin();

        berth.ask("PUT", upload + query).body(content).send().is(400, "DIGEST_INVALID");

        berth.ask("GET", upload).send().is(204);
    }

    @ParameterizedTest
    @ValueSource(strings = {"?digest=x", "?mount=sha256:1&from=base", "?digest-algorithm=md5"})
    void refusesWhatIsNoDigestFromTheStart(String query) {
        berth.ask("POST", "/v2/app/blobs/uploads/" + query).send().is(400, "DIGEST_INVALID");
    }

    @Test
    void cancels() {
        String upload = begin();

        berth.ask("DELETE", upload).send().is(204);

        berth.ask("GET", upload).send().is(404, "BLOB_UPLOAD_UNKNOWN");
        berth.ask("PATCH", upload).body(content).send().is(404, "BLOB_UPLOAD_UNKNOWN");
        berth.ask("DELETE", upload).send().is(404, "BLOB_UPLOAD_UNKNOWN");
    }

    @Test
    void knowsUploadsInTheirRepositoryOnly() {
        String upload = begin().replace("/app/", "/base/");

        berth.ask("GET", upload).send().is(404, "BLOB_UPLOAD_UNKNOWN");
        berth.ask("GET", "/v2/app/blobs/uploads/..%2F..%2Fetc")
                .send()
                .is(404, "BLOB_UPLOAD_UNKNOWN");
    }

    @Test
    void mountsFromARepositoryThatHasTheBlob() {
        berth.ask("POST", "/v2/base/blobs/uploads/?digest=" + digest).body(content).send().is(201);

        created(
                berth.ask("POST", "/v2/app/blobs/uploads/?mount=" + digest + "&from=base").send(),
                digest);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "&from=", "&from=base", "&from=none", "&from=BAD", "&from=app"})
    void beginsAnUploadWhereNothingCanBeMounted(String from) {
        String upload =
                berth.ask("POST", "/v2/app/blobs/uploads/?mount=" + digest + from)
                        .send()
                        .is(202)
                        .location();

        created(berth.ask("PUT", upload + "?digest=" + digest).body(content).send(), digest);
    }

    @Test
    void doesNotShowBlobsOfOtherRepositories() {
        berth.ask("POST", "/v2/base/blobs/uploads/?digest=" + digest).body(content).send().is(201);

        berth.ask("HEAD", "/v2/app/blobs/" + digest).send().is(404);
        berth.ask("GET", "/v2/app/blobs/" + digest).send().is(404, "BLOB_UNKNOWN");
    }

    @Test
    void refusesWhatIsLargerThanALayerMayBe() {
        berth.ask("PATCH", begin()).body(new Declared(LIMIT + 1L)).send().is(413, "SIZE_INVALID");
        berth.ask("POST", "/v2/app/blobs/uploads/?digest=" + digest)
                .body(new Declared(LIMIT + 1L))
                .send()
                .is(413, "SIZE_INVALID");
        berth.ask("PATCH", begin())
                .chunked(new byte[LIMIT + 1], 64 << 10)
                .send()
                .is(413, "SIZE_INVALID");
    }

    @Test
    void takesAnEmptyBlob() {
        Digest empty = Digest.sha256(ByteBuffer.allocate(0));

        berth.ask("PUT", begin() + "?digest=" + empty).send().is(201);

        V2Reply reply = berth.ask("GET", "/v2/app/blobs/" + empty).send().is(200);
        assertThat(reply.length()).isZero();
    }

    private String begin() {
        return berth.ask("POST", "/v2/app/blobs/uploads/").send().is(202).location();
    }

    private V2Reply chunk(String upload, int from, int to) {
        return berth.ask("PATCH", upload)
                .header("Content-Range", from + "-" + (to - 1))
                .body(Arrays.copyOfRange(content, from, to))
                .send();
    }

    private void created(V2Reply reply, Digest wanted) {
        reply.is(201);
        assertThat(reply.header("Docker-Content-Digest")).isEqualTo(wanted.toString());
        assertThat(reply.location()).isEqualTo("/v2/app/blobs/" + wanted);
        assertThat(berth.ask("GET", reply.location()).send().is(200).content()).isEqualTo(content);
    }

    private static byte[] random(int size) {
        var bytes = new byte[size];
        new Random(3).nextBytes(bytes);
        return bytes;
    }

    /** Declares a length, and must not be asked for more. */
    private record Declared(long length) implements RequestBody {
        @Override
        public OptionalLong declaredLength() {
            return OptionalLong.of(length);
        }

        @Override
        public ByteBuffer next() {
            throw new AssertionError("a body that is too large was begun");
        }
    }

    /** Breaks off after some bytes. */
    private static final class Broken implements RequestBody {
        private @Nullable ByteBuffer arrived;

        Broken(byte[] content, int size) {
            arrived = ByteBuffer.wrap(content, 0, size).slice();
        }

        @Override
        public OptionalLong declaredLength() {
            return OptionalLong.of(100_000);
        }

        @Override
        public ByteBuffer next() throws IOException {
            ByteBuffer piece = arrived;
            if (piece == null) {
                throw new IOException("connection reset");
            }
            arrived = null;
            return piece;
        }
    }
}
