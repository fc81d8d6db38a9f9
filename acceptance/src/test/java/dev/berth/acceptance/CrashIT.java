package dev.berth.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** kill -9 at random moments: whatever was confirmed is there, whole, after the restart. */
class CrashIT {

    private static final int PUSHES = 50;
    private static final int AT_ONCE = 4;
    private static final int LAYERS = 3;
    private static final int LAYER_SIZE = 700_000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Map<String, SmallImage> confirmed = new ConcurrentHashMap<>();
    private final AtomicInteger started = new AtomicInteger();

    @Test
    void losesNothingThatWasConfirmed(@TempDir Path folder) throws Exception {
        long seed = System.nanoTime();
        var random = new Random(seed);
        try (var berth = PackedBerth.start(folder, Map.of("BERTH_UPLOADS_EXPIRE_AFTER", "2s"));
                var v2 = client(berth)) {
            long undisturbed = timeOfPushes(berth, v2, random);
            int kills = 0;
            while (started.get() < PUSHES) {
                killDuringPushes(berth, v2, random, random.nextLong(undisturbed));
                kills++;
                berth.restart();
                for (var image : confirmed.entrySet()) {
                    v2.verify("crash", image.getKey(), image.getValue());
                }
            }
            assertThat(StagingFolder.of(berth).isThere()).isTrue();
            assertThat(kills).as("kills, seed %d", seed).isGreaterThanOrEqualTo(3);
            awaitCleanStaging(berth);
            assertThat(confirmed).as("confirmed pushes, seed %d", seed).isNotEmpty();
        }
    }

    private static V2 client(PackedBerth berth) {
        try (var ecr = new Sdk(berth).ecr()) {
            ecr.createRepository(r -> r.repositoryName("crash"));
            return new V2(berth.endpoint(), Sdk.login(ecr));
        }
    }

    /** How long a fresh server takes for one round's pushes, which tells when to kill the next. */
    private long timeOfPushes(PackedBerth berth, V2 v2, Random random) {
        berth.restart();
        long begin = System.nanoTime();
        try (var pool = Executors.newFixedThreadPool(AT_ONCE)) {
            beginPushes(pool, v2, random);
        }
        return System.nanoTime() - begin;
    }

    private void killDuringPushes(PackedBerth berth, V2 v2, Random random, long killAfter)
            throws InterruptedException {
        try (var pool = Executors.newFixedThreadPool(AT_ONCE)) {
            beginPushes(pool, v2, random);
            TimeUnit.NANOSECONDS.sleep(killAfter);
            berth.kill();
        }
    }

    /** Pushes on several threads until the server is killed, up to two images each. */
    private void beginPushes(ExecutorService pool, V2 v2, Random random) {
        for (int pusher = 0; pusher < AT_ONCE; pusher++) {
            var ownRandom = new Random(random.nextLong());
            pool.execute(() -> pushTwo(v2, ownRandom));
        }
    }

    private void pushTwo(V2 v2, Random random) {
        for (int i = 0; i < 2; i++) {
            String tag = "push-" + started.incrementAndGet();
            var image = SmallImage.random(random, LAYERS, LAYER_SIZE);
            try {
                v2.push("crash", tag, image);
            } catch (IOException e) {
                return; // killed: the push was not confirmed, and may or may not be there
            }
            confirmed.put(tag, image);
        }
    }

    private static void awaitCleanStaging(PackedBerth berth) throws IOException {
        var staging = StagingFolder.of(berth);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!staging.files().isEmpty()) {
            assertThat(System.nanoTime())
                    .as(() -> "staging files outlive the grace period")
                    .isLessThan(deadline);
            Thread.onSpinWait();
        }
    }
}
