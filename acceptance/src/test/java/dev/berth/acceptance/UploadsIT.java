package dev.berth.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Uploads that are interrupted, and go on. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UploadsIT {

    private static final int MIB = 1024 * 1024;

    private final Random random = new Random(3);
    private PackedBerth berth;
    private V2 v2;

    @BeforeAll
    void start(@TempDir Path folder) {
        berth = PackedBerth.start(folder);
        try (var ecr = new Sdk(berth).ecr()) {
            ecr.createRepository(r -> r.repositoryName("uploads"));
            v2 = new V2(berth.endpoint(), Sdk.login(ecr));
        }
    }

    @AfterAll
    void stop() {
        v2.close();
        berth.close();
    }

    @Test
    void goesOnAfterARestartOfTheServer() throws IOException {
        var blob = Content.layer(random, 3 * MIB);
        URI upload = v2.startUpload("uploads");
        var accepted = v2.patch(upload, BodyPublishers.ofByteArray(slice(blob, 0, 2 * MIB)));
        V2.expect(202, accepted);

        berth.restart();

        var status = v2.status(v2.location(accepted));
        V2.expect(204, status);
        assertThat(offset(status)).isEqualTo(2 * MIB);
        var finished = v2.finish(v2.location(status), blob.digest(), slice(blob, 2 * MIB, 3 * MIB));
        V2.expect(201, finished);
        v2.verifyBlob("uploads", blob);
    }

    @Test
    void goesOnAfterABrokenConnection() throws IOException {
        var blob = Content.layer(random, 4 * MIB);
        URI upload = v2.startUpload("uploads");

        sendPartOf(upload, blob, MIB);

        int offset = awaitOffset(upload, MIB);
        var finished =
                v2.finish(
                        v2.location(v2.status(upload)),
                        blob.digest(),
                        slice(blob, offset, blob.size()));
        V2.expect(201, finished);
        v2.verifyBlob("uploads", blob);
    }

    @Test
    void takesAStreamOfUnknownLength() throws IOException {
        var blob = Content.layer(random, 5 * MIB + 1);
        URI upload = v2.startUpload("uploads");

        var accepted =
                v2.patch(
                        upload,
                        BodyPublishers.ofInputStream(
                                () -> (InputStream) new ByteArrayInputStream(blob.bytes())));

        V2.expect(202, accepted);
        V2.expect(201, v2.finish(v2.location(accepted), blob.digest(), new byte[0]));
        v2.verifyBlob("uploads", blob);
    }

    @Test
    void makesNothingVisibleUnderAWrongDigest() throws IOException {
        var blob = Content.layer(random, MIB);
        var other = Content.layer(random, MIB);
        URI upload = v2.startUpload("uploads");

        var refused = v2.finish(upload, blob.digest(), other.bytes());

        V2.expect(400, refused);
        assertThat(new String(refused.body(), StandardCharsets.UTF_8)).contains("DIGEST_INVALID");
        V2.expect(404, v2.get("/v2/uploads/blobs/" + blob.digest()));
        V2.expect(404, v2.get("/v2/uploads/blobs/" + other.digest()));
        V2.expect(404, v2.status(upload));
    }

    @Test
    void finishesWhatIsUnderWayBeforeItEnds(@TempDir Path folder) throws Exception {
        try (var server = PackedBerth.start(folder);
                var ecr = new Sdk(server).ecr()) {
            ecr.createRepository(r -> r.repositoryName("drained"));
            var blob = Content.layer(random, 2 * MIB);
            try (var client = new V2(server.endpoint(), Sdk.login(ecr))) {
                URI upload = client.startUpload("drained");
                try (var socket = new Socket("localhost", server.port())) {
                    String head = putHead(upload, client, blob);
                    socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
                    socket.getOutputStream().write(slice(blob, 0, MIB));
                    socket.getOutputStream().flush();
                    awaitListing(server, upload);

                    server.askToEnd();
                    socket.getOutputStream().write(slice(blob, MIB, 2 * MIB));
                    socket.getOutputStream().flush();

                    var answer =
                            new String(
                                    socket.getInputStream().readAllBytes(),
                                    StandardCharsets.US_ASCII);
                    assertThat(answer).startsWith("HTTP/1.1 201");
                }
                assertThat(server.awaitEnd()).isZero();
                server.restart();
                client.verifyBlob("drained", blob);
            }
        }
    }

    /** Until some of the upload's bytes are on disk, so that it surely is under way. */
    private static void awaitListing(PackedBerth server, URI upload) throws IOException {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (StagingFolder.of(server).bytes() == 0) {
            assertThat(System.nanoTime()).as("bytes of %s arrive", upload).isLessThan(deadline);
        }
    }

    private static String putHead(URI upload, V2 client, Content blob) {
        return """
        PUT %s?digest=%s HTTP/1.1\r
        Host: %s\r
        Authorization: %s\r
        Content-Type: application/octet-stream\r
        Content-Length: %d\r
        Connection: close\r
        \r
        """
                .formatted(
                        upload.getRawPath(),
                        blob.digest(),
                        upload.getAuthority(),
                        client.authorization(),
                        blob.size());
    }

    /** Announces the whole blob, sends a part of it and closes the connection. */
    private void sendPartOf(URI upload, Content blob, int length) throws IOException {
        byte[] part = slice(blob, 0, length);
        Throwable broken =
                catchThrowable(() ->
                        v2.patch(
                                upload,
                                BodyPublishers.fromPublisher(
                                        BodyPublishers.ofInputStream(() -> new Breaking(part)),
                                        blob.size())));
        assertThat(broken).isInstanceOf(IOException.class);
    }

    private int awaitOffset(URI upload, int atMost) throws IOException {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (true) {
            var status = v2.status(upload);
            // 409 or another refusal may come while the server has not seen the end yet.
            if (status.statusCode() == 204 && offset(status) > 0) {
                assertThat(offset(status)).isLessThanOrEqualTo(atMost);
                return offset(status);
            }
            assertThat(System.nanoTime()).as("status of %s", upload).isLessThan(deadline);
        }
    }

    private static int offset(HttpResponse<byte[]> status) {
        String range = status.headers().firstValue("Range").orElseThrow();
        int last = Integer.parseInt(range.substring(range.indexOf('-') + 1));
        return last == 0 ? 0 : last + 1;
    }

    private static byte[] slice(Content blob, int from, int to) {
        return Arrays.copyOfRange(blob.bytes(), from, to);
    }

    /** A stream that fails after its bytes, upon which the client drops the connection. */
    private static final class Breaking extends ByteArrayInputStream {

        Breaking(byte[] bytes) {
            super(bytes);
        }

        @Override
        public synchronized int read(byte[] target, int offset, int length) {
            int read = super.read(target, offset, length);
            if (read < 0) {
                throw new IllegalStateException("the line is cut");
            }
            return read;
        }
    }
}
