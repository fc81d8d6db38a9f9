package dev.berth.collect;

import static dev.berth.blob.TestBytes.random;
import static dev.berth.blob.TestBytes.sha256;
import static dev.berth.collect.CollectFixture.ACTOR;
import static dev.berth.collect.CollectFixture.DELAY;
import static dev.berth.collect.CollectFixture.GRACE;
import static dev.berth.collect.CollectFixture.REGISTRY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.berth.layer.Swept;
import dev.berth.oci.Digest;
import dev.berth.problem.ImageProblem;
import dev.berth.problem.ProblemException;
import dev.berth.repository.Repository;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is collected, when, and what brings it back; {@link CollectionRaceTest} has the races. */
class GarbageCollectionTest {
    private static final byte[] BYTES = random(1, 1_000);
    private static final Digest DIGEST = sha256(BYTES);
    private static final Duration MOMENT = Duration.ofMillis(1);

    @TempDir Path data;
    private CollectFixture berth;
    private Repository repository;
    private Repository other;

    @BeforeEach
    void start() {
        berth = new CollectFixture(data);
        repository = berth.repository("app");
        other = berth.repository("other");
    }

    @AfterEach
    void stop() throws IOException {
        berth.close();
    }

    @Test
    void collectsWhatWasUploadedAndNeverUsed() throws Exception {
        berth.upload(repository, BYTES);

        assertThat(berth.collectAfter(GRACE.minus(MOMENT)))
                .isEqualTo(new Collected(0, 0, 0, new Swept(0, 0)));
        assertThat(berth.collectAfter(MOMENT)).isEqualTo(new Collected(1, 0, 0, new Swept(0, 0)));
        assertThat(berth.isHere(repository, DIGEST)).isFalse();
        assertThat(berth.collectAfter(DELAY.minus(MOMENT)))
                .isEqualTo(new Collected(0, 0, 0, new Swept(0, 0)));
        assertThat(berth.collectAfter(MOMENT)).isEqualTo(new Collected(0, 1, 1, new Swept(0, 0)));
        assertThat(berth.collectAfter(DELAY.minus(MOMENT)))
                .isEqualTo(new Collected(0, 0, 0, new Swept(0, 0)));
        assertThat(berth.files()).isOne();
        assertThat(berth.collectAfter(MOMENT))
                .isEqualTo(new Collected(0, 0, 0, new Swept(1, 1_000)));

        assertThat(berth.rows("repository_blob")).isZero();
        assertThat(berth.rows("blob")).isZero();
        assertThat(berth.files()).isZero();
    }

    @Test
    void keepsWhatAManifestNames() throws Exception {
        byte[] layer = random(2, 100);
        berth.push(repository, berth.upload(repository, BYTES), berth.upload(repository, layer));

        collectAll();

        assertThat(berth.read(repository, DIGEST)).isEqualTo(BYTES);
        assertThat(berth.read(repository, sha256(layer))).isEqualTo(layer);
    }

    @Test
    void endsTheLinkOfOneRepositoryAndKeepsTheBlobForAnother() throws Exception {
        berth.upload(repository, BYTES);
        berth.push(other, berth.upload(other, BYTES));

        collectAll();

        assertThat(berth.isHere(repository, DIGEST)).isFalse();
        assertThat(berth.read(other, DIGEST)).isEqualTo(BYTES);
    }

    @Test
    void theGraceBeginsAnewWithAnotherUpload() throws Exception {
        berth.upload(repository, BYTES);
        berth.clock.advance(GRACE.minus(MOMENT));

        berth.upload(repository, BYTES);

        staysForAGrace(repository);
    }

    @Test
    void theGraceBeginsAnewWithAMount() throws Exception {
        berth.upload(repository, BYTES);
        berth.features.layers().mount(other, repository.name(), DIGEST, ACTOR);
        berth.clock.advance(GRACE.minus(MOMENT));

        berth.features.layers().mount(other, repository.name(), DIGEST, ACTOR);

        staysForAGrace(other);
    }

    @Test
    void theGraceBeginsAnewWithAPositiveAnswer() throws Exception {
        berth.upload(repository, BYTES);
        assertThat(berth.isHere(repository, DIGEST)).isTrue();
        berth.clock.advance(GRACE.minus(MOMENT));

        assertThat(berth.isHere(repository, DIGEST)).isTrue();

        staysForAGrace(repository);
    }

    @Test
    void theGraceBeginsAnewWithADownload() throws Exception {
        berth.upload(repository, BYTES);
        berth.clock.advance(GRACE.minus(MOMENT));

        berth.read(repository, DIGEST);

        staysForAGrace(repository);
    }

    @Test
    void theGraceBeginsWithTheEndOfTheLastManifest() throws Exception {
        berth.upload(repository, BYTES);
        var first = berth.push(repository, DIGEST);
        var second = berth.push(repository, DIGEST, DIGEST);
        berth.clock.advance(GRACE.multipliedBy(3));
        berth.remove(repository, first);
        assertThat(berth.collectAfter(GRACE).linksCondemned()).isZero();

        berth.remove(repository, second);

        staysForAGrace(repository);
    }

    private void staysForAGrace(Repository where) throws Exception {
        berth.collectAfter(GRACE.minus(MOMENT));
        assertThat(linksIn(where)).isOne();
        berth.collectAfter(MOMENT);
        assertThat(linksIn(where)).isZero();
    }

    /**
     * Asked of the store, since every positive answer of the server lengthens the life of a link.
     */
    private int linksIn(Repository where) {
        return berth.database.read(tx ->
                tx.sql()
                        .createQuery(
                                """
                                SELECT COUNT(*)
                                  FROM repository_blob
                                 WHERE repository_id = :id AND condemned_at IS NULL
                                """)
                        .bind("id", where.id())
                        .mapTo(Integer.class)
                        .one());
    }

    @Test
    void aManifestRevivesACondemnedLink() throws Exception {
        berth.upload(repository, BYTES);
        berth.collectAfter(GRACE);
        berth.clock.advance(DELAY);

        berth.push(repository, DIGEST);

        collectAll();
        assertThat(berth.read(repository, DIGEST)).isEqualTo(BYTES);
    }

    @Test
    void aRefusedManifestRevivesNothing() throws Exception {
        berth.upload(repository, BYTES);
        berth.collectAfter(GRACE);

        refusedForLayers(DIGEST, sha256(random(3, 1)));

        assertThat(berth.collectAfter(DELAY).linksEnded()).isOne();
    }

    @Test
    void aManifestIsRefusedOnceTheLinkHasEnded() throws Exception {
        berth.upload(repository, BYTES);
        berth.collectAfter(GRACE);
        berth.collectAfter(DELAY);

        refusedForLayers(DIGEST);
    }

    private void refusedForLayers(Digest... blobs) {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> berth.push(repository, blobs))
                .satisfies(e ->
                        assertThat(e.problem()).isInstanceOf(ImageProblem.LayersUnknown.class));
    }

    @Test
    void anUploadRevivesACondemnedLinkAsANewOne() throws Exception {
        berth.upload(repository, BYTES);
        berth.collectAfter(GRACE);

        berth.upload(repository, BYTES);

        assertThat(berth.isHere(repository, DIGEST)).isTrue();
        assertThat(berth.collectAfter(DELAY).linksEnded()).isZero();
        assertThat(berth.rows("outbox WHERE type = 'layer.pushed'")).isEqualTo(2);
    }

    @Test
    void anUploadRevivesACondemnedBlob() throws Exception {
        berth.upload(repository, BYTES);
        berth.collectAfter(GRACE);
        assertThat(berth.collectAfter(DELAY).blobsCondemned()).isOne();

        berth.upload(other, BYTES);

        assertThat(berth.collectAfter(DELAY).blobs().blobs()).isZero();
        assertThat(berth.read(other, DIGEST)).isEqualTo(BYTES);
    }

    @Test
    void aMountRevivesACondemnedLink() throws Exception {
        berth.upload(repository, BYTES);
        berth.push(other, berth.upload(other, BYTES));
        berth.collectAfter(GRACE);
        assertThat(berth.isHere(repository, DIGEST)).isFalse();

        assertThat(berth.features.layers().mount(repository, other.name(), DIGEST, ACTOR))
                .isPresent();

        assertThat(berth.isHere(repository, DIGEST)).isTrue();
        assertThat(berth.collectAfter(DELAY).linksEnded()).isZero();
    }

    @Test
    void mountsNothingFromACondemnedLink() throws Exception {
        berth.upload(repository, BYTES);
        assertThat(berth.isHere(repository, DIGEST)).isTrue();
        berth.collectAfter(GRACE);

        assertThat(berth.features.layers().mount(other, repository.name(), DIGEST, ACTOR))
                .isEmpty();
    }

    @Test
    void aCondemnedLinkCannotBeDeleted() throws Exception {
        berth.upload(repository, BYTES);
        berth.collectAfter(GRACE);

        assertThat(berth.features.layers().unlink(repository, DIGEST, ACTOR)).isFalse();
    }

    @Test
    void keepsACondemnedLinkThatAManifestNamesAfterAll() throws Exception {
        berth.push(repository, berth.upload(repository, BYTES));
        berth.database.write(tx ->
                tx.sql().createUpdate("UPDATE repository_blob SET condemned_at = 0").execute());

        assertThat(berth.collect().linksEnded()).isZero();

        assertThat(berth.read(repository, DIGEST)).isEqualTo(BYTES);
    }

    @Test
    void keepsACondemnedBlobThatIsLinkedAfterAll() throws Exception {
        berth.push(repository, berth.upload(repository, BYTES));
        berth.database.write(
                tx -> tx.sql().createUpdate("UPDATE blob SET condemned_at = 0").execute());

        assertThat(berth.collect().blobs().blobs()).isZero();

        assertThat(berth.rows("blob WHERE condemned_at IS NULL")).isOne();
        assertThat(berth.read(repository, DIGEST)).isEqualTo(BYTES);
    }

    @Test
    void collectsTheBlobsOfADeletedRepository() throws Exception {
        berth.push(repository, berth.upload(repository, BYTES));
        byte[] shared = random(4, 50);
        berth.upload(repository, shared);
        berth.push(other, berth.upload(other, shared));
        berth.features.repositories().delete(REGISTRY, repository.name(), true, ACTOR);

        assertThat(berth.collect().blobsCondemned()).isOne();
        assertThat(berth.collectAfter(DELAY).blobs()).isEqualTo(new Swept(1, 1_000));

        assertThat(berth.read(other, sha256(shared))).isEqualTo(shared);
        assertThat(berth.files()).isOne();
    }

    @Test
    void collectsBlobsThatHaveNoFile() throws Exception {
        byte[] small = random(5, CollectFixture.SMALL);
        var digest = berth.upload(repository, small);
        assertThat(berth.files()).isZero();
        var image = berth.push(repository, digest);

        collectAll();
        assertThat(berth.read(repository, digest)).isEqualTo(small);

        berth.remove(repository, image);
        collectAll();
        assertThat(berth.isHere(repository, digest)).isFalse();
        assertThat(berth.rows("blob")).isZero();
        assertThat(berth.read(repository, berth.upload(repository, small))).isEqualTo(small);
    }

    /** Nobody asks in between: the link is remembered, and so are the bytes. */
    @Test
    void whatWasReadFromARowIsReadAgainOnlyOnceItIsPushedAgain() throws Exception {
        byte[] small = random(6, CollectFixture.SMALL);
        var digest = berth.upload(repository, small);
        assertThat(berth.read(repository, digest)).isEqualTo(small);
        collectAll();
        assertThat(berth.rows("blob")).isZero();
        assertThat(berth.features.layers().open(repository, digest)).isEmpty();

        berth.upload(other, small);
        assertThat(berth.features.layers().open(repository, digest)).isEmpty();
        assertThat(berth.read(other, digest)).isEqualTo(small);

        berth.upload(repository, small);
        assertThat(berth.read(repository, digest)).isEqualTo(small);
        assertThat(berth.rows("blob WHERE content IS NOT NULL")).isOne();
    }

    @Test
    void collectsMoreThanAStep() throws Exception {
        for (int i = 0; i < 1_100; i++) {
            berth.upload(i % 2 == 0 ? repository : other, random(i, 10));
        }

        assertThat(berth.collectAfter(GRACE).linksCondemned()).isEqualTo(1_100);
        assertThat(berth.collectAfter(DELAY).linksEnded()).isEqualTo(1_100);
        assertThat(berth.collectAfter(DELAY).blobs()).isEqualTo(new Swept(1_100, 11_000));
        assertThat(berth.files()).isZero();
    }

    /** Often enough for everything to go that may. */
    private void collectAll() throws InterruptedException {
        berth.collectAfter(GRACE.multipliedBy(3));
        for (int i = 0; i < 3; i++) {
            berth.collectAfter(DELAY);
        }
    }
}
