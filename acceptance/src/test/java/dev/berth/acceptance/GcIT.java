package dev.berth.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Garbage goes while the server serves, and by a command while none runs. */
class GcIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int SIZE = 100_000;

    @TempDir Path folder;

    private final Random random = new Random(1);
    private final SmallImage image = SmallImage.random(random, 2, SIZE);
    private final Content garbage = Content.layer(random, SIZE);

    @Test
    void collectsWhileItServesAndTellsOfIt() throws Exception {
        int metrics = PackedBerth.freePort();
        var settings =
                Map.of(
                        "BERTH_GC_EVERY", "1s",
                        "BERTH_GC_GRACE", "2s",
                        "BERTH_GC_DELAY", "1s",
                        "BERTH_METRICS_LISTEN", "127.0.0.1:" + metrics);
        try (var berth = PackedBerth.start(folder, settings);
                var v2 = client(berth)) {
            v2.push("app", "v1", image);
            v2.pushBlob("app", garbage);

            awaitEnd(file(berth, garbage));

            assertThat(v2.get("/v2/app/blobs/" + garbage.digest()).statusCode()).isEqualTo(404);
            v2.verify("app", "v1", image);
            awaitMetric(metrics, "berth_gc_blobs_swept_total 1.0");
            assertThat(text(metrics)).contains("berth_gc_links_ended_total 1.0");
            v2.pushBlob("app", garbage);
            v2.verifyBlob("app", garbage);
        }
    }

    @Test
    void collectsWithoutAServer() throws Exception {
        var shell = new Shell(folder);
        try (var berth = PackedBerth.start(folder);
                var v2 = client(berth)) {
            v2.push("app", "v1", image);
            v2.pushBlob("app", garbage);
            String options = " --set gc.grace=1s --data " + berth.data();
            String gc = PackedBerth.command("gc" + options);

            awaitGarbage(shell, gc + " --dry-run");
            var refused = shell.attempt(gc);
            assertThat(refused.exit()).isEqualTo(1);
            assertThat(refused.err()).hasLineCount(1).contains("collects garbage of itself");
            berth.terminate();

            assertThat(shell.run(gc)).startsWith("removed: 1 blob with ").contains(", 1 link,");

            assertThat(file(berth, garbage)).doesNotExist();
            berth.restart();
            v2.verify("app", "v1", image);
        }
    }

    private static V2 client(PackedBerth berth) {
        try (var ecr = new Sdk(berth).ecr()) {
            ecr.createRepository(r -> r.repositoryName("app"));
            return new V2(berth.endpoint(), Sdk.login(ecr));
        }
    }

    private static Path file(PackedBerth berth, Content blob) {
        String hex = blob.digest().substring("sha256:".length());
        return berth.data()
                .resolve("blobs/default/sha256")
                .resolve(hex.substring(0, 2))
                .resolve(hex);
    }

    /** Something that is not so yet, but soon. */
    private interface Soon {
        boolean isSo() throws IOException, InterruptedException;
    }

    private static void await(Soon soon) throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!soon.isSo()) {
            assertThat(System.nanoTime()).as("within %s", PATIENCE).isLessThan(end);
            Thread.sleep(50);
        }
    }

    private static void awaitEnd(Path file) throws IOException, InterruptedException {
        assertThat(file).exists();
        await(() -> !Files.exists(file));
    }

    private static void awaitGarbage(Shell shell, String dryRun) throws Exception {
        await(() -> shell.run(dryRun).startsWith("garbage: 1 blob with "));
    }

    private static void awaitMetric(int port, String line) throws Exception {
        await(() -> text(port).contains(line));
    }

    private static String text(int port) throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            var request =
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics"));
            return client.send(request.build(), BodyHandlers.ofString()).body();
        }
    }
}
