package dev.berth.layer;

import static dev.berth.blob.TestBytes.random;
import static dev.berth.blob.TestBytes.sha256;
import static dev.berth.layer.LayerFixture.ACTOR;
import static dev.berth.layer.LayerFixture.REGISTRY;
import static dev.berth.layer.LayerFixture.name;
import static dev.berth.layer.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.berth.oci.Digest;
import dev.berth.problem.LayerProblem;
import dev.berth.repository.Repository;
import dev.berth.runtime.MemoryOnlyThread;
import dev.berth.runtime.WouldBlock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayersTest {
    private static final byte[] BYTES = random(1, 1_000);
    private static final Digest DIGEST = sha256(BYTES);

    @TempDir Path data;
    private LayerFixture fixture;
    private Layers layers;
    private Repository repository;
    private Repository other;

    @BeforeEach
    void start() {
        fixture = new LayerFixture(data);
        layers = fixture.layers;
        repository = fixture.repository("app");
        other = fixture.repository("other");
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    @Test
    void showsALayerOnlyWhereItIsLinked() {
        fixture.push(repository, BYTES);

        assertThat(layers.find(repository, DIGEST)).contains(new Layer(DIGEST, 1_000));
        assertThat(layers.find(other, DIGEST)).isEmpty();
        assertThat(layers.open(other, DIGEST)).isEmpty();
    }

    @Test
    void seesALayerThatItMissedBefore() {
        assertThat(layers.find(repository, DIGEST)).isEmpty();

        fixture.push(repository, BYTES);

        assertThat(layers.find(repository, DIGEST)).isPresent();
    }

    @Test
    void mountsALayerOfAnotherRepository() throws IOException {
        fixture.push(repository, BYTES);

        var mounted = layers.mount(other, repository.name(), DIGEST, ACTOR);

        assertThat(mounted).contains(new Layer(DIGEST, 1_000));
        assertThat(fixture.read(other, DIGEST)).isEqualTo(BYTES);
        assertThat(fixture.events()).containsExactly("layer.pushed", "layer.mounted");
    }

    @Test
    void mountsAgainWithoutAChange() {
        fixture.push(repository, BYTES);
        layers.mount(other, repository.name(), DIGEST, ACTOR);

        assertThat(layers.mount(other, repository.name(), DIGEST, ACTOR)).isPresent();
        assertThat(layers.mount(repository, repository.name(), DIGEST, ACTOR)).isPresent();
        assertThat(fixture.events()).containsExactly("layer.pushed", "layer.mounted");
    }

    @Test
    void mountsNothingThatIsNotLinkedThere() {
        fixture.push(repository, BYTES);
        var third = fixture.repository("third");

        assertThat(layers.mount(third, other.name(), DIGEST, ACTOR)).isEmpty();
        assertThat(layers.mount(third, name("missing"), DIGEST, ACTOR)).isEmpty();
        assertThat(layers.find(third, DIGEST)).isEmpty();
    }

    @Test
    void takesALinkAway() {
        fixture.push(repository, BYTES);
        fixture.push(other, BYTES);
        layers.find(repository, DIGEST);

        assertThat(layers.unlink(repository, DIGEST, ACTOR)).isTrue();

        assertThat(layers.find(repository, DIGEST)).isEmpty();
        assertThat(layers.open(repository, DIGEST)).isEmpty();
        assertThat(layers.find(other, DIGEST)).isPresent();
        assertThat(layers.unlink(repository, DIGEST, ACTOR)).isFalse();
    }

    @Test
    void keepsALinkThatAManifestNeeds() {
        fixture.push(repository, BYTES);
        fixture.referenced.add(DIGEST);

        refused(LayerProblem.LayerReferenced.class, () -> layers.unlink(repository, DIGEST, ACTOR));

        assertThat(layers.find(repository, DIGEST)).isPresent();
    }

    @Test
    void tellsWhichOfManyAreLinked() {
        var digests = new ArrayList<Digest>();
        for (int i = 0; i < 1_200; i++) {
            digests.add(sha256(new byte[] {(byte) i, (byte) (i >> 8), 7}));
        }
        fixture.push(repository, new byte[] {0, 0, 7});
        fixture.push(repository, new byte[] {(byte) 1_199, (byte) (1_199 >> 8), 7});
        fixture.push(other, new byte[] {1, 0, 7});
        digests.add(digests.getFirst());

        var linked = fixture.database.read(tx -> layers.linked(tx, repository.id(), digests));

        assertThat(linked).containsOnlyKeys(digests.getFirst(), digests.get(1_199));
        assertThat(linked)
                .extractingByKey(digests.getFirst())
                .extracting(Layer::size)
                .isEqualTo(3L);
        assertThat(
                        fixture.database.<Integer>read(
                                tx -> layers.linked(tx, repository.id(), List.of()).size()))
                .isZero();
    }

    @Test
    void answersFromMemoryForWhatWasReadBefore() throws Exception {
        fixture.push(repository, BYTES);
        layers.open(repository, DIGEST).orElseThrow().release();

        assertThat(onMemoryOnlyThread(() -> layers.find(repository, DIGEST))).isPresent();
        assertThat(onMemoryOnlyThread(() -> fixture.read(repository, DIGEST))).isEqualTo(BYTES);
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> onMemoryOnlyThread(() -> layers.find(other, DIGEST)))
                .withCauseInstanceOf(WouldBlock.class);
    }

    @Test
    void forgetsTheLinksOfADeletedRepository() {
        fixture.push(repository, BYTES);
        layers.find(repository, DIGEST);

        fixture.repositories.delete(REGISTRY, repository.name(), true, ACTOR);

        assertThat(layers.find(fixture.repository("app"), DIGEST)).isEmpty();
        assertThat(fixture.rows("repository_blob")).isZero();
    }

    private static <T> T onMemoryOnlyThread(Callable<T> work) throws Exception {
        var task = new FutureTask<>(work);
        new LoopThread(task).start();
        return task.get(60, TimeUnit.SECONDS);
    }

    private static final class LoopThread extends Thread implements MemoryOnlyThread {
        LoopThread(Runnable work) {
            super(work);
        }
    }
}
