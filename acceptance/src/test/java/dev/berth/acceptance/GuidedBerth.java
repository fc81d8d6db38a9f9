package dev.berth.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import software.amazon.awssdk.services.ecr.EcrClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A server for the commands of a page of the guide, each section in a folder of its own. */
final class GuidedBerth implements AutoCloseable {

    private final Guide guide;
    private final PackedBerth berth;
    private final Shell shell;
    private final EcrClient ecr;
    private final V2 v2;

    private GuidedBerth(PackedBerth berth, Guide guide) {
        this.berth = berth;
        this.guide = guide;
        this.shell =
                berth.shell()
                        .with(
                                Map.of(
                                        "BERTH_REGISTRY", registry(),
                                        "COSIGN_PASSWORD", "secret",
                                        // Loopback is reached directly, everything else not at all.
                                        "HTTPS_PROXY", "http://127.0.0.1:9"));
        this.ecr = new Sdk(berth).ecr();
        this.v2 = new V2(berth.endpoint(), Sdk.login(ecr));
    }

    static GuidedBerth start(Path folder) {
        return start(folder, Guide.artifacts());
    }

    static GuidedBerth start(Path folder, Guide guide) {
        Clients.need(Clients.AWS);
        return new GuidedBerth(PackedBerth.start(folder), guide);
    }

    /** Statically linked programs resolve names without the system's help. */
    String registry() {
        return "localhost:" + berth.port();
    }

    String password() {
        return shell.run("aws ecr get-login-password");
    }

    EcrClient ecr() {
        return ecr;
    }

    V2 v2() {
        return v2;
    }

    Guide guide() {
        return guide;
    }

    /** Runs a section's commands; the shell stands where they left their files. */
    Shell follow(String section) {
        var there = shellFor(section);
        there.run(guide.blocks(section, "sh"));
        return there;
    }

    /** Runs a section's commands and gives what they print. */
    String output(String section) {
        return shellFor(section).run(guide.blocks(section, "sh"));
    }

    /**
     * A shell in a folder of the section's own, which is its home, too: nobody is logged in yet.
     */
    Shell shellFor(String section) {
        var there = shell.in(section.toLowerCase(Locale.ROOT).replaceAll("[^a-z]+", "-"));
        return there.with("HOME", there.folder().toString());
    }

    /** The manifest behind a tag or digest, as the server stores it. */
    JsonNode manifest(String repository, String reference) {
        return json("/v2/%s/manifests/%s".formatted(repository, reference));
    }

    String digest(String repository, String tag) {
        return get("/v2/%s/manifests/%s".formatted(repository, tag))
                .headers()
                .firstValue("Docker-Content-Digest")
                .orElseThrow();
    }

    /** The artifact types of what refers to the image behind a tag. */
    List<String> referrers(String repository, String tag) {
        return json("/v2/%s/referrers/%s".formatted(repository, digest(repository, tag)))
                .at("/manifests")
                .valueStream()
                .map(descriptor -> descriptor.at("/artifactType").asString())
                .toList();
    }

    @Override
    public void close() {
        v2.close();
        ecr.close();
        berth.close();
    }

    private JsonNode json(String path) {
        return JsonMapper.shared().readTree(new String(get(path).body(), StandardCharsets.UTF_8));
    }

    private HttpResponse<byte[]> get(String path) {
        try {
            var response = v2.get(path);
            V2.expect(200, response);
            return response;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String read(Shell shell, String file) throws IOException {
        return Files.readString(shell.folder().resolve(file));
    }
}
