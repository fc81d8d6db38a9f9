package dev.berth.verify;

import static dev.berth.verify.VerifiedFolder.digest;
import static dev.berth.verify.VerifiedFolder.manifest;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.collect.CollectionConfig;
import dev.berth.image.ImageRemoval;
import dev.berth.problem.ImageProblem;
import dev.berth.problem.ProblemException;
import dev.berth.repository.Repository;
import dev.berth.runtime.Clocks;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A check beside pushes, deletions and a collection that spares nothing. */
class VerificationUnderLoadTest {
    private static final int CHECKS = 20;
    private static final int TEXTS = 5;

    /** Blobs that stay, so that a page of rows takes a while to go through. */
    private static final int FILLED = 450;

    /** Whatever no manifest names goes at once. */
    private static final CollectionConfig AT_ONCE =
            new CollectionConfig(Duration.ofSeconds(1), Duration.ZERO, Duration.ZERO);

    private final AtomicBoolean stop = new AtomicBoolean();
    private final AtomicInteger pushed = new AtomicInteger();
    private final AtomicInteger swept = new AtomicInteger();

    @Test
    void findsNothingThatIsNotSo(@TempDir Path data) throws Exception {
        try (var folder = new VerifiedFolder(data, AT_ONCE, Clocks.system());
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            ManyImages.fill(folder, FILLED);
            var other = folder.create("other");
            List<Future<?>> load =
                    List.of(
                            threads.submit(() -> pushAndDelete(folder, folder.repository)),
                            threads.submit(() -> pushAndDelete(folder, other)),
                            threads.submit(() -> collect(folder)));
            try {
                for (int check = 0; check < CHECKS || pushed.get() < 20 || swept.get() < 20; ) {
                    assertThat(load).noneMatch(Future::isDone);
                    assertThat(folder.check(check % 4 == 3, Verification.REST)).isEmpty();
                    check++;
                }
            } finally {
                stop.set(true);
            }
            for (Future<?> part : load) {
                part.get();
            }
            assertThat(folder.check()).isEmpty();
        }
    }

    /** The same few images again and again, so that what was swept comes back. */
    private int pushAndDelete(VerifiedFolder folder, Repository repository) {
        for (int i = 0; !stop.get(); i++) {
            String text = "text " + i % TEXTS;
            try {
                folder.image(repository, text, "v" + i % 3);
                pushed.incrementAndGet();
            } catch (ProblemException e) {
                // its layers were collected before the manifest came
                assertThat(e.problem()).isInstanceOf(ImageProblem.LayersUnknown.class);
            }
            folder.features
                    .removal()
                    .remove(
                            repository,
                            List.of(new ImageRemoval.Target.ByDigest(digest(manifest(text)))),
                            VerifiedFolder.ACTOR);
        }
        return pushed.get();
    }

    private int collect(VerifiedFolder folder) throws InterruptedException {
        while (!stop.get()) {
            var collected = folder.features.collection().run();
            swept.addAndGet(Math.toIntExact(collected.blobs().blobs()));
            folder.features.collection().runOnOrphans();
            TimeUnit.MILLISECONDS.sleep(10); // else it takes every layer before its manifest comes
        }
        return swept.get();
    }
}
