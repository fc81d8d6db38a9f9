package dev.berth.cli;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What clients do with a registry, again and again, for the virtual machine to learn which code is
 * hot and what it meets there.
 */
final class TypicalUse {
    private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    private static final String INDEX = "application/vnd.oci.image.index.v1+json";
    private static final Pattern TOKEN =
            Pattern.compile("\"authorizationToken\"\\s*:\\s*\"([^\"]+)\"");

    private static final String FIRST = "/v2/warm/up/";
    private static final String SECOND = "/v2/warm/again/";

    /** A slow machine learns less, but its user does not wait for long. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final int LARGE_EVERY = 25;
    private static final int LARGE = 3 << 20;
    private static final int WITH_FILE_EVERY = 2;
    private static final int WITH_FILE = 64 << 10; // too large for a row of the database
    private static final int SELDOM = 10;

    private final ApiClient client;
    private final String name;
    private final String token;

    private TypicalUse(ApiClient client, String name, String token) {
        this.client = client;
        this.name = name;
        this.token = token;
    }

    /** Makes the repositories that {@link #of} uses. */
    static void prepare(ApiClient client) throws IOException, InterruptedException {
        client.ecr("CreateRepository", "{\"repositoryName\":\"warm/up\"}");
        client.ecr("CreateRepository", "{\"repositoryName\":\"warm/again\"}");
    }

    /**
     * Pushes and pulls images, a new one each round.
     *
     * @param name of the caller, for images of its own
     */
    static void of(ApiClient client, String name, int rounds)
            throws IOException, InterruptedException {
        client.query("sts", "Action=GetCallerIdentity&Version=2011-06-15");
        var use = new TypicalUse(client, name, token(client));
        long end = System.nanoTime() + PATIENCE.toNanos();
        for (int round = 0; round < rounds && System.nanoTime() < end; round++) {
            use.round(round);
        }
    }

    private static String token(ApiClient client) throws IOException, InterruptedException {
        Matcher found = TOKEN.matcher(client.ecr("GetAuthorizationToken", "{}"));
        if (!found.find()) {
            throw new IOException("no token in the answer");
        }
        return found.group(1);
    }

    private void round(int round) throws IOException, InterruptedException {
        String tag = name + "-" + round;
        String layer = "layer of " + tag + " ".repeat(padding(round));
        String config =
                "{\"architecture\":\"amd64\",\"os\":\"linux\",\"author\":\"%s\"}".formatted(tag);
        String manifest = manifest(config, layer, "");
        client.v2("GET", "/v2/", request -> request, 401);
        v2("GET", "/v2/", 200);
        pushAsStream(FIRST, layer);
        pushInOnePiece(FIRST, config);
        put(FIRST, tag, MANIFEST, manifest);

        mount(layer);
        pushAsStream(SECOND, config);
        put(SECOND, tag, MANIFEST, manifest);

        pull(tag, manifest, layer);
        if (round % SELDOM == 0) {
            referTo(tag, config, layer, manifest);
            manage(tag, digest(layer));
        }
    }

    private static int padding(int round) {
        if (round % LARGE_EVERY == 0) {
            return LARGE;
        }
        return round % WITH_FILE_EVERY == 0 ? WITH_FILE : 0;
    }

    /** As docker and skopeo do: twice asked for, then sent in chunks of unknown sum. */
    private void pushAsStream(String repository, String blob)
            throws IOException, InterruptedException {
        v2("HEAD", repository + "blobs/" + digest(blob), 404);
        v2("HEAD", repository + "blobs/" + digest(blob), 404);
        var sent = v2("PATCH", location(start(repository, "", 202)), chunks(blob), 202);
        v2("PUT", withDigest(location(sent), blob), 201);
    }

    /** As containerd and oras do. */
    private void pushInOnePiece(String repository, String blob)
            throws IOException, InterruptedException {
        String upload = location(start(repository, "", 202));
        v2("PUT", withDigest(upload, blob), BodyPublishers.ofString(blob), 201);
    }

    /** As skopeo does with a blob that it has seen elsewhere, and as docker does with a guess. */
    private void mount(String blob) throws IOException, InterruptedException {
        v2("HEAD", SECOND + "blobs/" + digest(blob), 404);
        v2("HEAD", FIRST + "blobs/" + digest(blob), 200);
        String unknown = "?from=warm/up&mount=" + digest(blob + " unknown");
        v2("DELETE", location(start(SECOND, unknown, 202)), 204);
        start(SECOND, "?from=warm/up&mount=" + digest(blob), 201);
    }

    private HttpResponse<String> start(String repository, String query, int status)
            throws IOException, InterruptedException {
        return v2("POST", repository + "blobs/uploads/" + query, status);
    }

    private void pull(String tag, String manifest, String layer)
            throws IOException, InterruptedException {
        for (String reference : new String[] {tag, digest(manifest)}) {
            v2("HEAD", FIRST + "manifests/" + reference, 200);
            v2("GET", FIRST + "manifests/" + reference, 200);
        }
        String blob = FIRST + "blobs/" + digest(layer);
        v2("HEAD", blob, 200);
        v2("GET", blob, 200);
        client.v2(
                "GET", blob, request -> authorized(request).header("Range", "bytes=0-65535"), 206);
        v2("GET", FIRST + "tags/list?n=10", 200);
    }

    private void referTo(String tag, String config, String layer, String manifest)
            throws IOException, InterruptedException {
        String subject =
                """
                ,"artifactType":"application/vnd.example","subject":%s\
                """
                        .formatted(descriptor(MANIFEST, manifest));
        put(FIRST, tag + "-referrer", MANIFEST, manifest(config, layer, subject));
        v2("GET", FIRST + "referrers/" + digest(manifest), 200);
        String index =
                """
                {"schemaVersion":2,"mediaType":"%s","manifests":[%s]}\
                """
                        .formatted(INDEX, descriptor(MANIFEST, manifest));
        put(FIRST, tag + "-index", INDEX, index);
        v2("GET", FIRST + "manifests/" + tag + "-index", 200);
    }

    /** The everyday calls of the API. */
    private void manage(String tag, String layer) throws IOException, InterruptedException {
        String repository = "{\"repositoryName\":\"warm/up\"";
        String image = repository + ",\"imageIds\":[{\"imageTag\":\"" + tag + "\"}]}";
        client.ecr("DescribeRepositories", "{\"repositoryNames\":[\"warm/up\"]}");
        client.ecr("DescribeImages", image);
        client.ecr("DescribeImages", repository + "}");
        client.ecr("ListImages", repository + "}");
        client.ecr("BatchGetImage", image);
        client.ecr("GetAuthorizationToken", "{}");
        client.ecr(
                "BatchCheckLayerAvailability",
                repository + ",\"layerDigests\":[\"" + layer + "\"]}");
        client.ecr("GetDownloadUrlForLayer", repository + ",\"layerDigest\":\"" + layer + "\"}");
    }

    private void put(String repository, String tag, String type, String manifest)
            throws IOException, InterruptedException {
        client.v2(
                "PUT",
                repository + "manifests/" + tag,
                BodyPublishers.ofString(manifest),
                request -> authorized(request).header("Content-Type", type),
                201);
    }

    private HttpResponse<String> v2(String method, String path, int status)
            throws IOException, InterruptedException {
        return client.v2(method, path, this::authorized, status);
    }

    private HttpResponse<String> v2(String method, String path, BodyPublisher body, int status)
            throws IOException, InterruptedException {
        UnaryOperator<HttpRequest.Builder> bytes =
                request -> authorized(request).header("Content-Type", "application/octet-stream");
        return client.v2(method, path, body, bytes, status);
    }

    private HttpRequest.Builder authorized(HttpRequest.Builder request) {
        return request.header("Authorization", "Basic " + token);
    }

    private static BodyPublisher chunks(String text) {
        return BodyPublishers.fromPublisher(BodyPublishers.ofString(text));
    }

    private static String manifest(String config, String layer, String more) {
        return """
        {"schemaVersion":2,"mediaType":"%s","config":%s,"layers":[%s]%s}\
        """
                .formatted(
                        MANIFEST,
                        descriptor("application/vnd.oci.image.config.v1+json", config),
                        descriptor("application/vnd.oci.image.layer.v1.tar", layer),
                        more);
    }

    private static String descriptor(String type, String content) {
        return """
        {"mediaType":"%s","digest":"%s","size":%d}\
        """
                .formatted(type, digest(content), content.length());
    }

    private static String location(HttpResponse<String> response) {
        return response.headers().firstValue("Location").orElseThrow();
    }

    private static String withDigest(String address, String blob) {
        return address + (address.contains("?") ? "&" : "?") + "digest=" + digest(blob);
    }

    private static String digest(String text) {
        return "sha256:" + ApiClient.sha256(text);
    }
}
