package dev.berth.image;

import static dev.berth.image.ImageFixture.ACTIVE;
import static dev.berth.image.ImageFixture.ACTOR;
import static dev.berth.image.ImageFixture.image;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.image.ImageRemoval.Outcome;
import dev.berth.image.ImageRemoval.Target;
import dev.berth.oci.Digest;
import dev.berth.oci.Reference;
import dev.berth.oci.Tag;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An image is deleted at the moment when it is pushed again. */
class PushWhileDeletedTest {
    private static final int ROUNDS = 60;
    private static final Tag TAG = new Tag("v1");

    private final ImageFixture fixture = new ImageFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void leavesAllOfItOrNothing(boolean byTag) throws Exception {
        String manifest = image("again and again");
        Digest digest = fixture.push(manifest, TAG.value()).digest();
        Target target = byTag ? new Target.ByTag(TAG) : new Target.ByDigest(digest);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int round = 0; round < ROUNDS; round++) {
                var start = new CyclicBarrier(2);
                var removal =
                        threads.submit(() -> {
                            start.await();
                            return fixture.removal
                                    .remove(fixture.repository(), List.of(target), ACTOR)
                                    .getFirst();
                        });
                var push =
                        threads.submit(() -> {
                            start.await();
                            return fixture.push(manifest, TAG.value());
                        });

                boolean removed = removal.get() instanceof Outcome.Removed;
                boolean changed = push.get().changed();

                // It was here before the first round. Pushed as new, it came after the deletion.
                assertThat(removed).isTrue();
                isHere(digest, changed);
                fixture.push(manifest, TAG.value());
                isHere(digest, true);
            }
        }
    }

    private void isHere(Digest digest, boolean expected) {
        var repository = fixture.repository();
        assertThat(fixture.images.manifest(repository, new Reference.ByTag(TAG)).isPresent())
                .isEqualTo(expected);
        assertThat(fixture.images.manifest(repository, new Reference.ByDigest(digest)).isPresent())
                .isEqualTo(expected);
        assertThat(fixture.images.isLayerReferenced(repository, ImageFixture.LAYER))
                .isEqualTo(expected);
        assertThat(fixture.imageCount()).isEqualTo(expected ? 1 : 0);
        assertThat(fixture.images.describe(repository, TagStatus.ANY, ACTIVE, null, 10))
                .hasSize(expected ? 1 : 0)
                .allMatch(found -> found.tags().equals(List.of(TAG)));
    }
}
