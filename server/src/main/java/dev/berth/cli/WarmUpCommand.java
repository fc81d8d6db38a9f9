package dev.berth.cli;

import dev.berth.boot.Berth;
import dev.berth.boot.BerthConfig;
import dev.berth.boot.BerthConfigReader;
import dev.berth.boot.LogSetup;
import dev.berth.config.Sources;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.Command;

/**
 * Runs a server for a moment, in a folder that goes again, and does with it what clients do: the
 * training from which the launcher makes the cache that lets later starts be quick.
 */
@Command(name = "warm-up", hidden = true, description = "Trains the cache for quick starts.")
final class WarmUpCommand implements Callable<Integer> {
    private static final String MANIFEST_TYPE = "application/vnd.oci.image.manifest.v1+json";
    private static final Pattern TOKEN =
            Pattern.compile("\"authorizationToken\"\\s*:\\s*\"([^\"]+)\"");
    private static final int ROUNDS = 8;

    private final Console console;

    WarmUpCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws Exception {
        Path data = Files.createTempDirectory("berth-warm-up");
        try {
            BerthConfig config =
                    BerthConfigReader.read(
                                    new Sources().option("listen", "127.0.0.1:0", "--listen"), data)
                            .config();
            LogSetup.apply(config.logging());
            try (var berth = Berth.start(config)) {
                greet(berth);
                use(berth, data);
            }
            // a later start takes other paths than the first
            try (var berth = Berth.start(config)) {
                greet(berth);
            }
        } finally {
            remove(data);
        }
        return 0;
    }

    private void greet(Berth berth) {
        var nowhere = new PrintWriter(Writer.nullWriter());
        nowhere.print(new Greeting(console, berth).text());
    }

    private static void use(Berth berth, Path data) throws Exception {
        var address = berth.address();
        try (var client = new ApiClient(address.endpoint(), RootKey.of(data), address.region())) {
            client.sts("Action=GetCallerIdentity&Version=2011-06-15");
            client.ecr("CreateRepository", "{\"repositoryName\":\"warm/up\"}");
            for (int round = 0; round < ROUNDS; round++) {
                pushAndPull(client, "round " + round);
            }
            client.ecr("DescribeRepositories", "{}");
            client.ecr("DescribeImages", "{\"repositoryName\":\"warm/up\"}");
            client.ecr("ListImages", "{\"repositoryName\":\"warm/up\"}");
        }
    }

    private static void pushAndPull(ApiClient client, String layer)
            throws IOException, InterruptedException {
        Matcher found = TOKEN.matcher(client.ecr("GetAuthorizationToken", "{}"));
        if (!found.find()) {
            throw new IOException("no token in the answer");
        }
        String token = found.group(1);
        String config = "{\"architecture\":\"amd64\",\"os\":\"linux\"}";
        for (String blob : List.of(layer, config)) {
            push(client, blob, token);
        }
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
        client.v2("PUT", "/v2/warm/up/manifests/latest", MANIFEST_TYPE, manifest, token, 201);
        client.v2("HEAD", "/v2/warm/up/manifests/latest", MANIFEST_TYPE, "", token, 200);
        client.v2("GET", "/v2/warm/up/manifests/latest", MANIFEST_TYPE, "", token, 200);
        client.v2("GET", "/v2/warm/up/blobs/" + digest(layer), "*/*", "", token, 200);
        client.v2("GET", "/v2/warm/up/tags/list", "*/*", "", token, 200);
    }

    private static void push(ApiClient client, String blob, String token)
            throws IOException, InterruptedException {
        client.v2("GET", "/v2/", "*/*", "", token, 200);
        HttpResponse<String> started =
                client.v2("POST", "/v2/warm/up/blobs/uploads/", "*/*", "", token, 202);
        String upload = location(started);
        HttpResponse<String> sent =
                client.v2("PATCH", upload, "application/octet-stream", blob, token, 202);
        String last = location(sent);
        String question = last.contains("?") ? "&" : "?";
        client.v2(
                "PUT",
                last + question + "digest=" + digest(blob),
                "application/octet-stream",
                "",
                token,
                201);
    }

    private static String location(HttpResponse<String> response) {
        return response.headers().firstValue("Location").orElseThrow();
    }

    private static String digest(String text) {
        return "sha256:" + ApiClient.sha256(text);
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
