package dev.berth.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A bare client of {@code /v2/}, for what no real client does on demand: stop in the middle. */
final class V2 implements AutoCloseable {

    private final HttpClient client =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(LONG)
                    .build();
    private final URI endpoint;
    private final String authorization;

    private static final Duration LONG = Duration.ofSeconds(30);

    /**
     * @param authorization the value of the header, {@code Basic …}
     */
    V2(URI endpoint, String authorization) {
        this.endpoint = endpoint;
        this.authorization = authorization;
    }

    void push(String repository, String tag, SmallImage image) throws IOException {
        for (Content layer : image.layers()) {
            pushBlob(repository, layer);
        }
        pushBlob(repository, image.config());
        pushManifest(repository, tag, image.manifest());
    }

    void pushBlob(String repository, Content blob) throws IOException {
        URI upload = startUpload(repository);
        var response = finish(upload, blob.digest(), blob.bytes());
        expect(201, response);
    }

    void pushManifest(String repository, String reference, Content manifest) throws IOException {
        expect(201, put("/v2/" + repository + "/manifests/" + reference, manifest));
    }

    /** Reads the image back and compares every byte of it. */
    void verify(String repository, String tag, SmallImage image) throws IOException {
        for (String reference : new String[] {tag, image.digest()}) {
            var manifest = send(request("/v2/" + repository + "/manifests/" + reference).GET());
            expect(200, manifest);
            assertThat(Content.digestOf(manifest.body())).isEqualTo(image.digest());
            assertThat(manifest.headers().firstValue("Docker-Content-Digest"))
                    .contains(image.digest());
        }
        verifyBlob(repository, image.config());
        for (Content layer : image.layers()) {
            verifyBlob(repository, layer);
        }
    }

    void verifyBlob(String repository, Content blob) throws IOException {
        var response = send(request("/v2/" + repository + "/blobs/" + blob.digest()).GET());
        expect(200, response);
        assertThat(Content.digestOf(response.body())).isEqualTo(blob.digest());
    }

    URI startUpload(String repository) throws IOException {
        var response =
                send(
                        request("/v2/" + repository + "/blobs/uploads/")
                                .POST(BodyPublishers.noBody()));
        expect(202, response);
        return location(response);
    }

    HttpResponse<byte[]> patch(URI upload, BodyPublisher body) throws IOException {
        return send(
                request(upload)
                        .header("Content-Type", "application/octet-stream")
                        .method("PATCH", body));
    }

    HttpResponse<byte[]> status(URI upload) throws IOException {
        return send(request(upload).GET());
    }

    HttpResponse<byte[]> finish(URI upload, String digest, byte[] rest) throws IOException {
        String separator = upload.getQuery() == null ? "?" : "&";
        return send(
                request(URI.create(upload + separator + "digest=" + digest))
                        .header("Content-Type", "application/octet-stream")
                        .PUT(BodyPublishers.ofByteArray(rest)));
    }

    HttpResponse<byte[]> get(String path) throws IOException {
        return send(request(path).GET());
    }

    HttpResponse<byte[]> delete(String path) throws IOException {
        return send(request(path).DELETE());
    }

    HttpResponse<byte[]> head(String path) throws IOException {
        return send(request(path).HEAD());
    }

    HttpResponse<byte[]> post(String path) throws IOException {
        return send(request(path).POST(BodyPublishers.noBody()));
    }

    HttpResponse<byte[]> put(String path, Content content) throws IOException {
        return send(
                request(path)
                        .header("Content-Type", content.mediaType())
                        .PUT(BodyPublishers.ofByteArray(content.bytes())));
    }

    URI location(HttpResponse<?> response) {
        return endpoint.resolve(response.headers().firstValue("Location").orElseThrow());
    }

    String authorization() {
        return authorization;
    }

    @Override
    public void close() {
        client.shutdownNow();
    }

    private HttpRequest.Builder request(String path) {
        return request(endpoint.resolve(path));
    }

    private HttpRequest.Builder request(URI uri) {
        return HttpRequest.newBuilder(uri)
                .timeout(LONG)
                .header("Authorization", authorization)
                .header("Accept", Content.OCI_MANIFEST + ", " + Content.OCI_INDEX);
    }

    private HttpResponse<byte[]> send(HttpRequest.Builder request) throws IOException {
        try {
            return client.send(request.build(), BodyHandlers.ofByteArray());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    static void expect(int status, HttpResponse<byte[]> response) {
        assertThat(response.statusCode())
                .as(() -> response + " " + new String(response.body(), StandardCharsets.UTF_8))
                .isEqualTo(status);
    }
}
