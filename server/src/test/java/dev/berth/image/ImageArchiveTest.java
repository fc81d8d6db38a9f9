package dev.berth.image;

import static dev.berth.image.ImageFixture.ACTIVE;
import static dev.berth.image.ImageFixture.ACTOR;
import static dev.berth.image.ImageFixture.image;
import static dev.berth.image.ImageFixture.index;
import static dev.berth.image.ImageFixture.problem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.image.ImageArchive.Moved;
import dev.berth.oci.Digest;
import dev.berth.oci.Reference;
import dev.berth.oci.Tag;
import dev.berth.problem.ImageProblem;
import dev.berth.problem.Problem;
import dev.berth.repository.Quotas;
import dev.berth.repository.TagMutability;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ImageArchiveTest {
    private static final Duration WAY_BACK = Duration.ofMinutes(20);
    private static final Reference V1 = new Reference.ByTag(new Tag("v1"));

    private final ImageFixture fixture = new ImageFixture(quotas(300));
    private final ImageArchive archive = archive(300);
    private final ActivationJob job = new ActivationJob(archive, WAY_BACK);
    private final Instant start = fixture.clock.instant();

    @AfterEach
    void close() {
        fixture.close();
    }

    private static Quotas quotas(int images) {
        var ecr = Quotas.ofEcr();
        return new Quotas(10, images, 10, 10, 4096, 10, ecr.layerParts(), 10);
    }

    private ImageArchive archive(int images) {
        return new ImageArchive(
                fixture.database,
                fixture.repositories,
                fixture.images,
                fixture.outbox,
                fixture.clock.clocks(),
                quotas(images));
    }

    private Optional<Moved> move(Digest digest, StorageClass target) {
        return move(archive, digest, target);
    }

    private Optional<Moved> move(ImageArchive with, Digest digest, StorageClass target) {
        return with.move(
                fixture.repository(),
                new ImageArchive.Wanted(new Reference.ByDigest(digest), null, target),
                ACTOR);
    }

    private Image find(Digest digest) {
        return fixture.images
                .find(fixture.repository(), new Reference.ByDigest(digest), ImageState.PRESENT)
                .orElseThrow()
                .image();
    }

    private boolean pulls(Reference reference) {
        return fixture.images.manifest(fixture.repository(), reference).isPresent();
    }

    @Test
    void anArchivedImageIsHereButDoesNotPull() {
        Digest digest = fixture.push(image("one"), "v1").digest();
        assertThat(pulls(V1)).isTrue();

        var moved = move(digest, StorageClass.ARCHIVE);

        assertThat(moved).contains(new Moved(digest, ImageState.ARCHIVED));
        assertThat(pulls(V1)).isFalse();
        assertThat(pulls(new Reference.ByDigest(digest))).isFalse();
        assertThat(fixture.images.tags(fixture.repository(), null, 10)).isEmpty();
        assertThat(find(digest).archiveTimes()).isEqualTo(new ArchiveTimes(start, null));
        assertThat(fixture.imageCount()).isZero();
        assertThat(fixture.events()).containsExactly("image.pushed", "image.archived");
    }

    @Test
    void comesBackAfterAWhile() {
        Digest digest = fixture.push(image("one"), "v1").digest();
        move(digest, StorageClass.ARCHIVE);
        fixture.clock.advance(Duration.ofDays(1));

        var moved = move(digest, StorageClass.STANDARD);
        fixture.clock.advance(WAY_BACK.minusMillis(1));
        job.run();

        assertThat(moved).contains(new Moved(digest, ImageState.ACTIVATING));
        assertThat(find(digest).state()).isEqualTo(ImageState.ACTIVATING);
        assertThat(pulls(V1)).isFalse();
        assertThat(fixture.imageCount()).isEqualTo(1);

        fixture.clock.advance(Duration.ofMillis(1));
        job.run();

        assertThat(find(digest).state()).isEqualTo(ImageState.ACTIVE);
        assertThat(find(digest).pushedAt()).isEqualTo(start);
        assertThat(find(digest).archiveTimes())
                .isEqualTo(new ArchiveTimes(start, fixture.clock.instant()));
        assertThat(pulls(V1)).isTrue();
        assertThat(fixture.events())
                .containsExactly(
                        "image.pushed", "image.archived", "image.activating", "image.activated");
    }

    @Test
    void pushingItAgainBringsItBackAtOnce() {
        Digest archived = fixture.push(image("one"), "v1").digest();
        Digest returning = fixture.push(image("two"), "v2").digest();
        move(archived, StorageClass.ARCHIVE);
        move(returning, StorageClass.ARCHIVE);
        move(returning, StorageClass.STANDARD);
        fixture.clock.advance(Duration.ofHours(1));
        Instant later = fixture.clock.instant();

        assertThat(fixture.push(image("one"), "v1").changed()).isTrue();
        assertThat(fixture.push(image("two")).changed()).isTrue();
        fixture.clock.advance(WAY_BACK);
        job.run();

        for (Digest digest : List.of(archived, returning)) {
            assertThat(find(digest).state()).isEqualTo(ImageState.ACTIVE);
            assertThat(find(digest).pushedAt()).isEqualTo(start);
            assertThat(find(digest).archiveTimes()).isEqualTo(new ArchiveTimes(start, later));
            assertThat(pulls(new Reference.ByDigest(digest))).isTrue();
        }
        assertThat(fixture.imageCount()).isEqualTo(2);
    }

    @Test
    void movesNothingTwice() {
        Digest digest = fixture.push(image("one"), "v1").digest();
        assertThat(move(digest, StorageClass.STANDARD))
                .contains(new Moved(digest, ImageState.ACTIVE));
        move(digest, StorageClass.ARCHIVE);
        fixture.clock.advance(Duration.ofHours(1));

        assertThat(move(digest, StorageClass.ARCHIVE))
                .contains(new Moved(digest, ImageState.ARCHIVED));
        assertThat(find(digest).archiveTimes()).isEqualTo(new ArchiveTimes(start, null));
        move(digest, StorageClass.STANDARD);
        assertThat(move(digest, StorageClass.STANDARD))
                .contains(new Moved(digest, ImageState.ACTIVATING));
        assertThat(fixture.imageCount()).isEqualTo(1);
        problem(
                () -> move(digest, StorageClass.ARCHIVE),
                ImageProblem.StorageClassNotSupported.class);
    }

    @Test
    void aChildGoesOnlyAfterItsIndex() {
        Digest child = fixture.push(image("one")).digest();
        Digest index = fixture.push(index(child), "v1").digest();

        var refusal =
                problem(
                        () -> move(child, StorageClass.ARCHIVE),
                        ImageProblem.StorageClassNotSupported.class);
        assertThat(refusal.message()).contains(index.toString());
        assertThat(find(child).state()).isEqualTo(ImageState.ACTIVE);

        move(index, StorageClass.ARCHIVE);
        assertThat(move(child, StorageClass.ARCHIVE))
                .contains(new Moved(child, ImageState.ARCHIVED));
        assertThat(fixture.imageCount()).isZero();

        problem(() -> fixture.push(index(child), "v1"), ImageProblem.ChildrenUnknown.class);
    }

    @Test
    void archivedImagesLeaveRoomForOthersAndNeedSomeToComeBack() {
        try (var small = new ImageFixture(quotas(1))) {
            var of =
                    new ImageArchive(
                            small.database,
                            small.repositories,
                            small.images,
                            small.outbox,
                            small.clock.clocks(),
                            quotas(1));
            Digest first = small.push(image("one")).digest();
            of.move(small.repository(), wanted(first, StorageClass.ARCHIVE), ACTOR);
            Digest second = small.push(image("two")).digest();

            problem(
                    () -> of.move(small.repository(), wanted(first, StorageClass.STANDARD), ACTOR),
                    ImageProblem.StorageClassNotSupported.class);
            problem(() -> small.push(image("one"), "v1"), Problem.QuotaExceeded.class);

            of.move(small.repository(), wanted(second, StorageClass.ARCHIVE), ACTOR);
            assertThat(of.move(small.repository(), wanted(first, StorageClass.STANDARD), ACTOR))
                    .contains(new Moved(first, ImageState.ACTIVATING));
        }
    }

    private static ImageArchive.Wanted wanted(Digest digest, StorageClass target) {
        return new ImageArchive.Wanted(new Reference.ByDigest(digest), null, target);
    }

    @Test
    void aTagNamesTheImageThatItPointsAt() {
        Digest one = fixture.push(image("one"), "v1").digest();
        Digest two = fixture.push(image("two"), "v2").digest();

        assertThat(
                        archive.move(
                                fixture.repository(),
                                new ImageArchive.Wanted(V1, two, StorageClass.ARCHIVE),
                                ACTOR))
                .isEmpty();
        assertThat(
                        archive.move(
                                fixture.repository(),
                                new ImageArchive.Wanted(V1, one, StorageClass.ARCHIVE),
                                ACTOR))
                .contains(new Moved(one, ImageState.ARCHIVED));
        assertThat(move(ImageFixture.digestOf("nothing"), StorageClass.ARCHIVE)).isEmpty();
    }

    @Test
    void anArchivedImageKeepsItsImmutableTag() {
        fixture.repositories.changeTagMutability(
                ImageFixture.REGISTRY, ImageFixture.NAME, TagMutability.IMMUTABLE, ACTOR);
        Digest digest = fixture.push(image("one"), "v1").digest();
        move(digest, StorageClass.ARCHIVE);

        problem(() -> fixture.push(image("two"), "v1"), ImageProblem.TagImmutable.class);
        fixture.push(image("one"), "v1");

        assertThat(pulls(V1)).isTrue();
    }

    @Test
    void goesWithItsRepositoryOrByItself() {
        Digest one = fixture.push(image("one"), "v1").digest();
        Digest two = fixture.push(image("two"), "v2").digest();
        move(one, StorageClass.ARCHIVE);
        move(two, StorageClass.ARCHIVE);
        move(two, StorageClass.STANDARD);

        fixture.removal.remove(
                fixture.repository(), List.of(new ImageRemoval.Target.ByDigest(one)), ACTOR);
        assertThat(fixture.imageCount()).isEqualTo(1);
        fixture.repositories.delete(ImageFixture.REGISTRY, ImageFixture.NAME, true, ACTOR);
        fixture.clock.advance(WAY_BACK);
        job.run();

        fixture.create(TagMutability.MUTABLE);
        assertThat(
                        fixture.images.describe(
                                fixture.repository(), TagStatus.ANY, ImageState.PRESENT, null, 10))
                .isEmpty();
    }

    @Test
    void bringsBackAsManyAsThereAre() {
        List<Digest> digests =
                IntStream.range(0, 250)
                        .mapToObj(i -> fixture.push(image("many " + i)).digest())
                        .toList();
        digests.forEach(digest -> move(digest, StorageClass.ARCHIVE));
        digests.forEach(digest -> move(digest, StorageClass.STANDARD));
        fixture.clock.advance(WAY_BACK);

        job.run();

        assertThat(fixture.images.describe(fixture.repository(), TagStatus.ANY, ACTIVE, null, 1000))
                .hasSize(250);
    }

    @Test
    void aLayerIsArchivedWithTheLastOfItsImages() {
        Digest one = fixture.push(image("one")).digest();
        Digest two = fixture.push(image("two")).digest();
        var repository = fixture.repository();
        assertThat(fixture.images.isLayerArchived(repository, ImageFixture.LAYER)).isFalse();

        move(one, StorageClass.ARCHIVE);
        assertThat(fixture.images.isLayerArchived(repository, ImageFixture.LAYER)).isFalse();
        move(two, StorageClass.ARCHIVE);
        assertThat(fixture.images.isLayerArchived(repository, ImageFixture.LAYER)).isTrue();

        fixture.removal.remove(
                repository,
                List.of(
                        new ImageRemoval.Target.ByDigest(one),
                        new ImageRemoval.Target.ByDigest(two)),
                ACTOR);
        assertThat(fixture.images.isLayerArchived(repository, ImageFixture.LAYER)).isFalse();
    }

    @Test
    void listingsTellTheStatesApart() {
        Digest active = fixture.push(image("active"), "a").digest();
        Digest archived = fixture.push(image("archived"), "b").digest();
        Digest activating = fixture.push(image("activating"), "c").digest();
        move(archived, StorageClass.ARCHIVE);
        move(activating, StorageClass.ARCHIVE);
        move(activating, StorageClass.STANDARD);

        assertThat(ids(ImageState.ACTIVE)).containsExactly(active);
        assertThat(ids(ImageState.ARCHIVED)).containsExactly(archived);
        assertThat(ids(ImageState.ACTIVATING)).containsExactly(activating);
    }

    private List<Digest> ids(ImageState state) {
        return fixture
                .images
                .list(fixture.repository(), TagStatus.TAGGED, Set.of(state), null, 10)
                .stream()
                .map(ImageId::digest)
                .toList();
    }
}
