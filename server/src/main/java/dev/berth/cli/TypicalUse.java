package dev.berth.cli;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What clients do with a registry, again and again, for the virtual machine to learn which code is
 * hot and what it meets there.
 */
final class TypicalUse {
    private static final String MANIFEST_TYPE = "application/vnd.oci.image.manifest.v1+json";
    private static final String BYTES = "application/octet-stream";
    private static final Pattern TOKEN =
            Pattern.compile("\"authorizationToken\"\\s*:\\s*\"([^\"]+)\"");

    /** A slow machine learns less, but its user does not wait for long. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final int LARGE_EVERY = 25;
    private static final int LARGE = 3 << 20;

    private final ApiClient client;
    private final String token;

    private TypicalUse(ApiClient client, String token) {
        this.client = client;
        this.token = token;
    }

    static void of(ApiClient client, int rounds) throws IOException, InterruptedException {
        client.sts("Action=GetCallerIdentity&Version=2011-06-15");
        client.ecr("CreateRepository", "{\"repositoryName\":\"warm/up\"}");
        var use = new TypicalUse(client, token(client));
        long end = System.nanoTime() + PATIENCE.toNanos();
        for (int round = 0; round < rounds && System.nanoTime() < end; round++) {
            use.pushAndPull(round);
        }
        client.ecr("DescribeRepositories", "{}");
        client.ecr("DescribeImages", "{\"repositoryName\":\"warm/up\"}");
        client.ecr("ListImages", "{\"repositoryName\":\"warm/up\"}");
    }

    private static String token(ApiClient client) throws IOException, InterruptedException {
        Matcher found = TOKEN.matcher(client.ecr("GetAuthorizationToken", "{}"));
        if (!found.find()) {
            throw new IOException("no token in the answer");
        }
        return found.group(1);
    }

    private void pushAndPull(int round) throws IOException, InterruptedException {
        String layer = "round " + round + " ".repeat(round % LARGE_EVERY == 0 ? LARGE : 0);
        String config =
                "{\"architecture\":\"amd64\",\"os\":\"linux\",\"author\":\"%d\"}".formatted(round);
        pushAsStream(layer);
        pushInOnePiece(config);
        String manifest =
                """
                {"schemaVersion":2,"mediaType":"%s",\
                "config":{"mediaType":"application/vnd.oci.image.config.v1+json",\
                "digest":"%s","size":%d},\
                "layers":[{"mediaType":"application/vnd.oci.image.layer.v1.tar",\
                "digest":"%s","size":%d}]}\
                """
                        .formatted(
                                MANIFEST_TYPE,
                                digest(config),
                                config.length(),
                                digest(layer),
                                layer.length());
        String tagged = "/v2/warm/up/manifests/round-" + round;
        v2("PUT", tagged, MANIFEST_TYPE, manifest, 201);
        v2("HEAD", tagged, MANIFEST_TYPE, "", 200);
        v2("GET", tagged, MANIFEST_TYPE, "", 200);
        v2("GET", "/v2/warm/up/manifests/" + digest(manifest), MANIFEST_TYPE, "", 200);
        v2("GET", "/v2/warm/up/blobs/" + digest(layer), BYTES, "", 200);
        v2("GET", "/v2/warm/up/tags/list", BYTES, "", 200);
    }

    /** As docker and skopeo do. */
    private void pushAsStream(String blob) throws IOException, InterruptedException {
        v2("GET", "/v2/", BYTES, "", 200);
        v2("HEAD", "/v2/warm/up/blobs/" + digest(blob), BYTES, "", 404);
        var sent = v2("PATCH", location(start()), BYTES, blob, 202);
        v2("PUT", withDigest(location(sent), blob), BYTES, "", 201);
    }

    /** As containerd and oras do. */
    private void pushInOnePiece(String blob) throws IOException, InterruptedException {
        v2("PUT", withDigest(location(start()), blob), BYTES, blob, 201);
    }

    private HttpResponse<String> start() throws IOException, InterruptedException {
        return v2("POST", "/v2/warm/up/blobs/uploads/", BYTES, "", 202);
    }

    private HttpResponse<String> v2(
            String method, String path, String contentType, String body, int status)
            throws IOException, InterruptedException {
        return client.v2(method, path, contentType, body, token, status);
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
