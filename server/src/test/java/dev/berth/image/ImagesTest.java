package dev.berth.image;

import static dev.berth.image.ImageFixture.ACTIVE;
import static dev.berth.image.ImageFixture.ACTOR;
import static dev.berth.image.ImageFixture.CONFIG;
import static dev.berth.image.ImageFixture.LAYER;
import static dev.berth.image.ImageFixture.NAME;
import static dev.berth.image.ImageFixture.REGISTRY;
import static dev.berth.image.ImageFixture.digestOf;
import static dev.berth.image.ImageFixture.image;
import static dev.berth.image.ImageFixture.index;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.oci.Digest;
import dev.berth.oci.Reference;
import dev.berth.oci.RepositoryName;
import dev.berth.oci.Tag;
import dev.berth.repository.TagMutability;
import dev.berth.runtime.MemoryOnlyThread;
import dev.berth.runtime.WouldBlock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ImagesTest {
    private static final Tag LATEST = new Tag("latest");

    private final ImageFixture fixture = new ImageFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    private List<ImageId> allIds(TagStatus status, int pageSize) {
        var all = new ArrayList<ImageId>();
        ImageId after = null;
        while (true) {
            List<ImageId> page =
                    fixture.images.list(fixture.repository(), status, ACTIVE, after, pageSize);
            assertThat(page).hasSizeLessThanOrEqualTo(pageSize);
            if (page.isEmpty()) {
                return all;
            }
            all.addAll(page);
            after = page.getLast();
        }
    }

    private List<TaggedImage> allImages(TagStatus status, int pageSize) {
        var all = new ArrayList<TaggedImage>();
        Digest after = null;
        while (true) {
            List<TaggedImage> page =
                    fixture.images.describe(fixture.repository(), status, ACTIVE, after, pageSize);
            if (page.isEmpty()) {
                return all;
            }
            all.addAll(page);
            after = page.getLast().image().digest();
        }
    }

    @Test
    void listsEachTagAndEachImageWithoutOnePageByPage() {
        Digest one = fixture.push(image("one"), "b", "a", "c").digest();
        Digest two = fixture.push(image("two")).digest();
        Digest three = fixture.push(image("three"), "d").digest();
        var tagged =
                List.of(
                        new ImageId(one, new Tag("a")),
                        new ImageId(one, new Tag("b")),
                        new ImageId(one, new Tag("c")),
                        new ImageId(three, new Tag("d")));
        var untagged = List.of(new ImageId(two, null));

        for (int pageSize : List.of(1, 2, 100)) {
            assertThat(allIds(TagStatus.TAGGED, pageSize)).hasSameElementsAs(tagged).hasSize(4);
            assertThat(allIds(TagStatus.UNTAGGED, pageSize)).isEqualTo(untagged);
            assertThat(allIds(TagStatus.ANY, pageSize))
                    .hasSize(5)
                    .hasSameElementsAs(Stream.concat(tagged.stream(), untagged.stream()).toList())
                    .isSortedAccordingTo(
                            Comparator.comparing(
                                    id -> id.digest() + " " + (id.tag() == null ? "" : id.tag())));
        }
    }

    @Test
    void describesImagesWithTheirTagsPageByPage() {
        Digest one = fixture.push(image("one"), "b", "a").digest();
        Digest two = fixture.push(image("two")).digest();
        Digest three = fixture.push(image("three"), "d").digest();

        for (int pageSize : List.of(1, 2, 100)) {
            assertThat(allImages(TagStatus.ANY, pageSize))
                    .extracting(found -> found.image().digest())
                    .isSortedAccordingTo(Comparator.comparing(Digest::toString))
                    .containsExactlyInAnyOrder(one, two, three);
            assertThat(allImages(TagStatus.TAGGED, pageSize))
                    .extracting(TaggedImage::tags)
                    .containsExactlyInAnyOrder(
                            List.of(new Tag("a"), new Tag("b")), List.of(new Tag("d")));
            assertThat(allImages(TagStatus.UNTAGGED, pageSize))
                    .extracting(found -> found.image().digest())
                    .containsExactly(two);
        }
    }

    @Test
    void listsTagsInTheOrderOfBytesBehindAnyText() {
        fixture.push(image("one"), "b", "B", "a", "_", "0", "a.b", "a-b");

        assertThat(fixture.images.tags(fixture.repository(), null, 100))
                .extracting(Tag::value)
                .containsExactly("0", "B", "_", "a", "a-b", "a.b", "b");
        assertThat(fixture.images.tags(fixture.repository(), new Tag("Z-not-here"), 2))
                .extracting(Tag::value)
                .containsExactly("_", "a");
    }

    @Test
    void pagingShowsWhatStaysWhateverElseComesAndGoes() throws Exception {
        var staying =
                IntStream.range(0, 40)
                        .mapToObj(i -> fixture.push(image("stays " + i), "stays-" + i).digest())
                        .toList();
        var stop = new AtomicBoolean();
        Thread churn =
                Thread.ofVirtual()
                        .start(() -> {
                            for (int i = 0; !stop.get(); i++) {
                                fixture.push(image("comes " + i), "comes");
                                fixture.removal.remove(
                                        fixture.repository(),
                                        List.of(new ImageRemoval.Target.ByTag(new Tag("comes"))),
                                        ACTOR);
                            }
                        });

        for (int round = 0; round < 10; round++) {
            var seen = allImages(TagStatus.ANY, 7).stream().map(i -> i.image().digest()).toList();
            assertThat(seen).doesNotHaveDuplicates().containsAll(staying);
        }

        stop.set(true);
        churn.join();
    }

    @Test
    void readsOnlyImagesOfTheStatesThatAreAskedFor() {
        Digest archived = fixture.push(image("one"), "v1").digest();
        fixture.setState(archived, ImageState.ARCHIVED);
        var byTag = new Reference.ByTag(new Tag("v1"));
        var repository = fixture.repository();

        assertThat(fixture.images.manifest(repository, byTag)).isEmpty();
        assertThat(fixture.images.manifest(repository, new Reference.ByDigest(archived))).isEmpty();
        assertThat(fixture.images.find(repository, byTag, ACTIVE)).isEmpty();
        assertThat(fixture.images.tags(repository, null, 10)).isEmpty();
        assertThat(allIds(TagStatus.ANY, 10)).isEmpty();
        assertThat(allImages(TagStatus.ANY, 10)).isEmpty();
        assertThat(fixture.images.isLayerReferenced(repository, LAYER)).isFalse();
        var states = EnumSet.of(ImageState.ACTIVE, ImageState.ARCHIVED);
        assertThat(fixture.images.find(repository, byTag, states)).isPresent();
        assertThat(fixture.images.list(repository, TagStatus.TAGGED, states, null, 10)).hasSize(1);
        assertThat(
                        fixture.images.describe(
                                repository, TagStatus.ANY, Set.of(ImageState.ARCHIVED), null, 10))
                .extracting(TaggedImage::tags)
                .containsExactly(List.of(new Tag("v1")));
    }

    @Test
    void knowsWhichBlobsAreReferenced() {
        assertThat(fixture.images.isLayerReferenced(fixture.repository(), LAYER)).isFalse();

        Digest image = fixture.push(image("one")).digest();

        long id = fixture.repository().id();
        assertThat(fixture.images.isLayerReferenced(fixture.repository(), LAYER)).isTrue();
        assertThat(fixture.images.isLayerReferenced(fixture.repository(), CONFIG)).isTrue();
        assertThat(fixture.images.isLayerReferenced(fixture.repository(), image)).isFalse();
        assertThat(isReferenced(id)).isTrue();
        fixture.setState(image, ImageState.ARCHIVED);
        assertThat(isReferenced(id)).isTrue();
        assertThat(isReferenced(id + 1)).isFalse();
    }

    private boolean isReferenced(long repositoryId) {
        var references = new ImageLayerReferences();
        return fixture.database.read(tx -> references.isReferenced(tx, repositoryId, LAYER));
    }

    @Test
    void answersFromMemoryOnceItWasAsked() throws Exception {
        fixture.push(image("one"), "latest");
        var repository = fixture.repository();
        var byTag = new Reference.ByTag(LATEST);

        assertThat(onMemoryOnlyThread(() -> fixture.images.manifest(repository, byTag)))
                .isInstanceOf(WouldBlock.class);
        fixture.images.manifest(repository, byTag);
        assertThat(onMemoryOnlyThread(() -> fixture.images.manifest(repository, byTag))).isNull();
        assertThat(onMemoryOnlyThread(fixture::repository)).isNull();
        assertThat(
                        onMemoryOnlyThread(() ->
                                fixture.repositories.find(REGISTRY, new RepositoryName("other"))))
                .isInstanceOf(WouldBlock.class);
        assertThat(onMemoryOnlyThread(() -> fixture.images.find(repository, byTag, ACTIVE)))
                .isInstanceOf(WouldBlock.class);
    }

    private static @Nullable Throwable onMemoryOnlyThread(Runnable call)
            throws InterruptedException {
        var thrown = new AtomicReference<@Nullable Throwable>();
        final class MemoryOnly extends Thread implements MemoryOnlyThread {
            @Override
            public void run() {
                try {
                    call.run();
                } catch (RuntimeException e) {
                    thrown.set(e);
                }
            }
        }
        var thread = new MemoryOnly();
        thread.start();
        thread.join();
        return thrown.get();
    }

    @Test
    void readersNeverSeeAnOldTagAfterAPushReturned() throws Exception {
        int pushes = 150;
        var order = IntStream.range(0, pushes).mapToObj(i -> digestOf(image("" + i))).toList();
        fixture.push(image("0"), "latest");
        var confirmed = new AtomicInteger();
        var stop = new AtomicBoolean();
        var failures = new ConcurrentLinkedQueue<String>();
        var readers = new ArrayList<Thread>();
        for (int i = 0; i < 3; i++) {
            readers.add(
                    Thread.ofPlatform()
                            .start(() -> {
                                while (!stop.get()) {
                                    int least = confirmed.get();
                                    var seen =
                                            fixture.images
                                                    .manifest(
                                                            fixture.repository(),
                                                            new Reference.ByTag(LATEST))
                                                    .orElseThrow();
                                    if (order.indexOf(seen.digest()) < least) {
                                        failures.add(seen + " after push " + least);
                                    }
                                }
                            }));
        }

        for (int i = 1; i < pushes; i++) {
            fixture.push(image("" + i), "latest");
            confirmed.set(i);
        }
        stop.set(true);
        for (Thread reader : readers) {
            reader.join();
        }

        assertThat(failures).isEmpty();
    }

    @Test
    void readersNeverSeeAManifestAfterItsRemovalReturned() throws Exception {
        Digest digest = digestOf(image("one"));
        var failures = new ConcurrentLinkedQueue<Integer>();
        for (int round = 0; round < 40; round++) {
            fixture.push(image("one"), "latest");
            var gone = new AtomicBoolean();
            var stop = new AtomicBoolean();
            int now = round;
            var reader =
                    Thread.ofPlatform()
                            .start(() -> {
                                while (!stop.get()) {
                                    boolean wasGone = gone.get();
                                    boolean there =
                                            fixture.images
                                                    .manifest(
                                                            fixture.repository(),
                                                            new Reference.ByDigest(digest))
                                                    .isPresent();
                                    if (wasGone && there) {
                                        failures.add(now);
                                    }
                                }
                            });
            fixture.removal.remove(
                    fixture.repository(), List.of(new ImageRemoval.Target.ByDigest(digest)), ACTOR);
            gone.set(true);
            assertThat(
                            fixture.images.manifest(
                                    fixture.repository(), new Reference.ByDigest(digest)))
                    .isEmpty();
            stop.set(true);
            reader.join();
        }

        assertThat(failures).isEmpty();
    }

    @Test
    void nothingOfADeletedRepositoryReappearsInItsNamesake() {
        Digest image = fixture.push(image("one"), "latest").digest();
        fixture.push(index(image), "multi");
        assertThat(fixture.images.manifest(fixture.repository(), new Reference.ByTag(LATEST)))
                .isPresent();

        fixture.repositories.delete(REGISTRY, NAME, true, ACTOR);
        fixture.create(TagMutability.MUTABLE);

        assertThat(fixture.images.manifest(fixture.repository(), new Reference.ByTag(LATEST)))
                .isEmpty();
        assertThat(fixture.images.manifest(fixture.repository(), new Reference.ByDigest(image)))
                .isEmpty();
        assertThat(allIds(TagStatus.ANY, 10)).isEmpty();
        fixture.repositories.delete(REGISTRY, NAME, false, ACTOR);
    }
}
