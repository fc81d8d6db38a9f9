package dev.berth.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code berth verify} as docs/guide/verify.md shows it. */
class VerifyIT {
    private static final int LAYER_SIZE = 300_000;
    private static final int CHECKS = 4;
    private static final int PUSHERS = 3;

    @TempDir private Path folder;

    private Shell.Outcome verify(PackedBerth berth, String options) {
        return new Shell(folder)
                .with("BERTH_DATA", berth.data().toString())
                .attempt(PackedBerth.command("verify " + options));
    }

    private static V2 client(PackedBerth berth, String... repositories) {
        try (var ecr = new Sdk(berth).ecr()) {
            for (String repository : repositories) {
                ecr.createRepository(r -> r.repositoryName(repository));
            }
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

    @Test
    void reportsNothingFalseBesideAServerUnderLoad() throws Exception {
        try (var berth = PackedBerth.start(folder);
                var v2 = client(berth, "load/a", "load/b", "load/c");
                var pool = Executors.newFixedThreadPool(PUSHERS)) {
            var stop = new AtomicBoolean();
            var pushes = new AtomicInteger();
            List<Future<?>> pushers =
                    List.of("load/a", "load/b", "load/c").stream()
                            .<Future<?>>map(repository ->
                                    pool.submit(() -> {
                                        pushAndDelete(v2, repository, stop, pushes);
                                        return repository;
                                    }))
                            .toList();
            try {
                for (int check = 0; check < CHECKS; check++) {
                    int before = pushes.get();

                    var outcome = verify(berth, check % 2 == 0 ? "" : "--quick");

                    assertThat(outcome.exit()).as(outcome::toString).isZero();
                    assertThat(outcome.out()).startsWith("clean: ").hasLineCount(1);
                    assertThat(pushes.get()).as("pushed meanwhile").isGreaterThan(before);
                }
            } finally {
                stop.set(true);
            }
            for (Future<?> pusher : pushers) {
                pusher.get();
            }
        }
    }

    /** Images that share their layers with those of the others, each of them soon deleted again. */
    private static void pushAndDelete(
            V2 v2, String repository, AtomicBoolean stop, AtomicInteger pushes) throws IOException {
        var random = new Random(7); // the same for all: they push the same at the same time
        for (int i = 0; !stop.get(); i++) {
            var image = SmallImage.random(random, 2, LAYER_SIZE);
            v2.push(repository, "tag-" + i % 5, image);
            pushes.incrementAndGet();
            if (i % 3 == 0) {
                v2.delete("/v2/" + repository + "/manifests/" + image.digest());
            }
        }
    }

    @Test
    void findsRepairsAndIsCleanOnceTheImageIsPushedAgain() throws Exception {
        var image = SmallImage.random(new Random(1), 2, LAYER_SIZE);
        Content layer = image.layers().getFirst();
        try (var berth = PackedBerth.start(folder);
                var v2 = client(berth, "demo")) {
            v2.push("demo", "v1", image);
            byte[] bytes = layer.bytes().clone();
            bytes[LAYER_SIZE / 2] ^= 1;
            Files.write(file(berth, layer), bytes);

            var found = verify(berth, "");
            assertThat(found.exit()).as(found::toString).isEqualTo(1);
            assertThat(found.out())
                    .startsWith("blob " + layer.digest() + ": its bytes have the digest ")
                    .contains("(linked by 000000000000/us-east-1/demo)")
                    .hasLineCount(2);
            assertThat(verify(berth, "--quick").exit()).isZero();
            assertThat(verify(berth, "--repair").exit()).as("beside the server").isEqualTo(2);

            berth.terminate();
            var repaired = verify(berth, "--repair");
            assertThat(repaired.exit()).as(repaired::toString).isEqualTo(1);
            assertThat(repaired.out())
                    .contains("  repaired: dropped its row and 1 link; moved its file to ")
                    .contains("@" + image.digest() + ": it lacks its LAYER " + layer.digest());

            berth.restart();
            v2.push("demo", "v1", image);
            assertThat(verify(berth, "").exit()).isZero();
            v2.verify("demo", "v1", image);
        }
    }

    @Test
    void theCommandsOfTheGuideWork() throws Exception {
        Path guide = Path.of(System.getProperty("berth.home"), "docs/guide/verify.md");
        List<String> commands =
                Files.readAllLines(guide).stream()
                        .filter(line -> line.startsWith("./berth "))
                        .map(line -> line.substring("./berth ".length()))
                        .toList();
        try (var berth = PackedBerth.start(folder);
                var v2 = client(berth, "demo")) {
            v2.push("demo", "v1", SmallImage.random(new Random(1), 1, LAYER_SIZE));
            berth.terminate();

            assertThat(commands).hasSizeGreaterThan(3);
            for (String command : commands) {
                String here = command.replace("/srv/berth", berth.data().toString());
                String out =
                        new Shell(folder)
                                .with("BERTH_DATA", berth.data().toString())
                                .run(PackedBerth.command(here));
                assertThat(out).as(command).startsWith("clean: 2 blobs");
            }
        }
    }
}
