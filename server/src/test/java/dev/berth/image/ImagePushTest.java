package dev.berth.image;

import static dev.berth.image.ImageFixture.ACTIVE;
import static dev.berth.image.ImageFixture.BLOB_SIZE;
import static dev.berth.image.ImageFixture.CONFIG;
import static dev.berth.image.ImageFixture.LAYER;
import static dev.berth.image.ImageFixture.NAME;
import static dev.berth.image.ImageFixture.REGISTRY;
import static dev.berth.image.ImageFixture.descriptor;
import static dev.berth.image.ImageFixture.digestOf;
import static dev.berth.image.ImageFixture.image;
import static dev.berth.image.ImageFixture.index;
import static dev.berth.image.ImageFixture.problem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.oci.Digest;
import dev.berth.oci.DigestAlgorithm;
import dev.berth.oci.MediaTypes;
import dev.berth.oci.Reference;
import dev.berth.oci.RepositoryName;
import dev.berth.oci.Tag;
import dev.berth.problem.ImageProblem;
import dev.berth.problem.Problem;
import dev.berth.problem.ProblemException;
import dev.berth.problem.RepositoryProblem;
import dev.berth.repository.Quotas;
import dev.berth.repository.TagMutability;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ImagePushTest {
    private final ImageFixture fixture = new ImageFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    private static Quotas quotas(int images, int tagsPerImage, int manifestBytes) {
        var ecr = Quotas.ofEcr();
        return new Quotas(10, images, tagsPerImage, 10, manifestBytes, 10, ecr.layerParts(), 10);
    }

    private TaggedImage find(Reference reference) {
        return fixture.images.find(fixture.repository(), reference, ACTIVE).orElseThrow();
    }

    private static Reference tag(String tag) {
        return new Reference.ByTag(new Tag(tag));
    }

    @Test
    void keepsTheManifestToTheByteUnderItsDigestAndTags() {
        String manifest = image("one");

        var pushed = fixture.push(manifest, "v1", "latest");

        assertThat(pushed.changed()).isTrue();
        assertThat(pushed.digest()).isEqualTo(digestOf(manifest));
        assertThat(pushed.mediaType()).isEqualTo(MediaTypes.OCI_MANIFEST);
        var stored = fixture.images.manifest(fixture.repository(), tag("v1")).orElseThrow();
        assertThat(StandardCharsets.UTF_8.decode(stored.content().duplicate()).toString())
                .isEqualTo(manifest);
        TaggedImage found = find(new Reference.ByDigest(pushed.digest()));
        assertThat(found.tags()).containsExactly(new Tag("latest"), new Tag("v1"));
        assertThat(found.image().size()).isEqualTo(2 * BLOB_SIZE);
        assertThat(found.image().artifactMediaType()).isEqualTo(MediaTypes.OCI_CONFIG);
        assertThat(found.image().pushedAt()).isEqualTo(fixture.clock.instant());
        assertThat(fixture.events()).containsExactly("image.pushed");
        assertThat(fixture.imageCount()).isEqualTo(1);
    }

    @Test
    void pushingTheSameAgainChangesNothing() {
        fixture.push(image("one"), "v1");
        long version = fixture.repository().version();

        var again = fixture.push(image("one"), "v1");
        var byDigest = fixture.push(image("one"));

        assertThat(again.changed()).isFalse();
        assertThat(byDigest.changed()).isFalse();
        assertThat(fixture.repository().version()).isEqualTo(version);
        assertThat(fixture.events()).hasSize(1);
    }

    @Test
    void anotherTagLeavesTheImageAsOldAsItWas() {
        Instant first = fixture.clock.instant();
        fixture.push(image("one"), "v1");
        fixture.clock.advance(Duration.ofDays(1));

        var pushed = fixture.push(image("one"), "v2");

        assertThat(pushed.changed()).isTrue();
        assertThat(find(tag("v2")).image().pushedAt()).isEqualTo(first);
        assertThat(find(tag("v2")).tags()).hasSize(2);
        assertThat(fixture.imageCount()).isEqualTo(1);
    }

    @Test
    void movesATagAndLeavesTheOldImageUntagged() {
        var old = fixture.push(image("one"), "latest");
        var now = fixture.push(image("two"), "latest");

        assertThat(find(tag("latest")).image().digest()).isEqualTo(now.digest());
        assertThat(find(new Reference.ByDigest(old.digest())).tags()).isEmpty();
        assertThat(fixture.imageCount()).isEqualTo(2);
    }

    @Test
    void refusesToMoveAnImmutableTagAndMakesNothingVisible() {
        fixture.repositories.changeTagMutability(
                REGISTRY, NAME, TagMutability.IMMUTABLE, ImageFixture.ACTOR);
        fixture.push(image("one"), "v1");

        problem(() -> fixture.push(image("two"), "v2", "v1"), ImageProblem.TagImmutable.class);

        assertThat(fixture.images.find(fixture.repository(), tag("v2"), ACTIVE)).isEmpty();
        assertThat(
                        fixture.images.manifest(
                                fixture.repository(),
                                new Reference.ByDigest(digestOf(image("two")))))
                .isEmpty();
        assertThat(fixture.push(image("one"), "v1").changed()).isFalse();
        assertThat(fixture.push(image("one"), "v3").changed()).isTrue();
    }

    @Test
    void keepsTheMediaTypeThatAnImageWasFirstPushedUnder() {
        fixture.repositories.changeTagMutability(
                REGISTRY, NAME, TagMutability.IMMUTABLE, ImageFixture.ACTOR);
        String manifest = manifestWithoutMediaType();
        pushAs(MediaTypes.OCI_MANIFEST, manifest, "v1");

        var unchanged = pushAs(MediaTypes.DOCKER_MANIFEST, manifest);
        var sameTag = pushAs(MediaTypes.DOCKER_MANIFEST, manifest, "v1");
        var newTag = pushAs(MediaTypes.DOCKER_MANIFEST, manifest, "v2");

        for (var pushed : List.of(unchanged, sameTag, newTag)) {
            assertThat(pushed.digest()).isEqualTo(digestOf(manifest));
            assertThat(pushed.mediaType()).isEqualTo(MediaTypes.OCI_MANIFEST);
        }
        assertThat(unchanged.changed()).isFalse();
        assertThat(sameTag.changed()).isFalse();
        assertThat(newTag.changed()).isTrue();
        for (String tag : List.of("v1", "v2")) {
            var stored = fixture.images.manifest(fixture.repository(), tag(tag)).orElseThrow();
            assertThat(stored.mediaType()).isEqualTo(MediaTypes.OCI_MANIFEST);
        }
    }

    @Test
    void bringsBackWhatHadExpiredUnderItsNewMediaType() {
        String manifest = manifestWithoutMediaType();
        var pushed = pushAs(MediaTypes.OCI_MANIFEST, manifest);
        fixture.setState(pushed.digest(), ImageState.EXPIRED);

        pushAs(MediaTypes.DOCKER_MANIFEST, manifest, "v1");

        assertThat(find(tag("v1")).image().mediaType()).isEqualTo(MediaTypes.DOCKER_MANIFEST);
    }

    private ImagePush.Pushed pushAs(String mediaType, String manifest, String... tags) {
        return fixture.push(manifest, mediaType, digestOf(manifest), tags);
    }

    private static String manifestWithoutMediaType() {
        return """
        {"schemaVersion":2,"config":%s,"layers":[]}\
        """
                .formatted(descriptor(MediaTypes.OCI_CONFIG, CONFIG, 1));
    }

    @Test
    void oneOfRacingPushesOfAnImmutableTagWins() throws Exception {
        fixture.repositories.changeTagMutability(
                REGISTRY, NAME, TagMutability.IMMUTABLE, ImageFixture.ACTOR);
        var start = new CountDownLatch(1);
        var won = new AtomicInteger();
        var refused = new AtomicInteger();
        var threads = new ArrayList<Thread>();
        for (int i = 0; i < 16; i++) {
            String manifest = image("racer " + i);
            threads.add(
                    Thread.ofVirtual()
                            .start(() -> {
                                try {
                                    start.await();
                                    fixture.push(manifest, "v1");
                                    won.incrementAndGet();
                                } catch (ProblemException e) {
                                    refused.incrementAndGet();
                                } catch (InterruptedException e) {
                                    throw new IllegalStateException(e);
                                }
                            }));
        }

        start.countDown();
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(won).hasValue(1);
        assertThat(refused).hasValue(15);
        assertThat(fixture.imageCount()).isEqualTo(1);
    }

    @Test
    void refusesAnImageWhoseBlobsAreNotHere() {
        Digest missing = digestOf("missing");

        var refusal =
                problem(
                        () -> fixture.push(image("one", missing, LAYER), "v1"),
                        ImageProblem.LayersUnknown.class);

        assertThat(refusal.digests()).containsExactly(missing);
        assertThat(fixture.images.tags(fixture.repository(), null, 10)).isEmpty();
        assertThat(fixture.events()).isEmpty();
    }

    @Test
    void doesNotAskForLayersThatLieElsewhere() {
        String manifest =
                """
                {"schemaVersion":2,"mediaType":"%s","config":%s,"layers":[%s,
                 {"mediaType":"application/x","digest":"%s","size":7,"urls":["https://example.com"]}]}
                """
                        .formatted(
                                MediaTypes.DOCKER_MANIFEST,
                                descriptor("application/x", CONFIG, 1),
                                descriptor(
                                        "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip",
                                        digestOf("foreign"),
                                        5),
                                digestOf("elsewhere"));

        fixture.push(manifest, "v1");

        assertThat(find(tag("v1")).image().size()).isEqualTo(BLOB_SIZE + 5 + 7);
    }

    @Test
    void isAsLargeAsWhatIsHereWhateverTheManifestSays() {
        fixture.push(image("one"), "v1");
        fixture.push(index(digestOf(image("one"))), "multi");

        assertThat(image("one")).contains("\"size\":10}", "\"size\":100}");
        assertThat(find(tag("v1")).image().size()).isEqualTo(2 * BLOB_SIZE);
        assertThat(find(tag("multi")).image().size()).isEqualTo(2 * BLOB_SIZE);
    }

    @Test
    void addsUpSizesWithoutWrapping() {
        String huge =
                "{\"mediaType\":\"a/b\",\"digest\":\"%s\",\"size\":%d,\"urls\":[\"https://example.com\"]}"
                        .formatted(digestOf("elsewhere"), Long.MAX_VALUE);

        fixture.push(
                "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"config\":%s,\"layers\":[%s,%s]}"
                        .formatted(
                                MediaTypes.DOCKER_MANIFEST,
                                descriptor("application/x", CONFIG, 1),
                                huge,
                                huge),
                "v1");

        assertThat(find(tag("v1")).image().size()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void takesAnIndexOnceItsChildrenAreHere() {
        Digest child = digestOf(image("one"));

        var refusal = problem(() -> fixture.push(index(child)), ImageProblem.ChildrenUnknown.class);
        assertThat(refusal.digests()).containsExactly(child);

        fixture.push(image("one"));
        fixture.push(index(child), "multi");
        assertThat(find(tag("multi")).image().size()).isEqualTo(2 * BLOB_SIZE);
    }

    @Test
    void takesAnEmptyIndex() {
        fixture.push(index(), "empty");

        assertThat(find(tag("empty")).image().size()).isZero();
    }

    @Test
    void doesNotTakeAChildThatIsArchived() {
        var child = fixture.push(image("one"));
        fixture.setState(child.digest(), ImageState.ARCHIVED);

        problem(() -> fixture.push(index(child.digest())), ImageProblem.ChildrenUnknown.class);
    }

    @Test
    void keepsASubjectThatIsNotHere() {
        Digest subject = digestOf("subject");
        String manifest =
                """
                {"schemaVersion":2,"mediaType":"%s","artifactType":"application/x.sbom",
                 "config":%s,"layers":[],"subject":%s}
                """
                        .formatted(
                                MediaTypes.OCI_MANIFEST,
                                descriptor(MediaTypes.OCI_EMPTY, CONFIG, 2),
                                descriptor(MediaTypes.OCI_MANIFEST, subject, 3));

        var pushed = fixture.push(manifest);

        assertThat(pushed.subject()).isEqualTo(subject);
        var image = find(new Reference.ByDigest(pushed.digest())).image();
        assertThat(image.subject()).isEqualTo(subject);
        assertThat(image.artifactMediaType()).isEqualTo("application/x.sbom");
    }

    @Test
    void comparesTheDigestThatIsExpected() {
        String manifest = image("one");
        byte[] bytes = manifest.getBytes(StandardCharsets.UTF_8);
        Digest sha512 =
                Digest.of(
                        DigestAlgorithm.SHA512,
                        DigestAlgorithm.SHA512.newMessageDigest().digest(bytes));

        problem(
                () -> fixture.push(manifest, null, digestOf("another"), "v1"),
                ImageProblem.ManifestDigestMismatch.class);
        var pushed = fixture.push(manifest, null, sha512, "v1");

        assertThat(pushed.digest()).isEqualTo(sha512);
        assertThat(find(tag("v1")).image().digest()).isEqualTo(sha512);
    }

    @Test
    void refusesAManifestThatIsTooLarge() {
        try (var small = new ImageFixture(quotas(10, 10, 100))) {
            problem(() -> small.push(image("one")), ImageProblem.ManifestTooLarge.class);
        }
    }

    @Test
    void countsTheImagesOfARepository() {
        try (var small = new ImageFixture(quotas(2, 10, 4096))) {
            small.push(image("one"), "v1");
            var second = small.push(image("two"));

            problem(() -> small.push(image("three"), "v3"), Problem.QuotaExceeded.class);
            small.push(image("one"), "v2");
            small.removal.remove(
                    small.repository(),
                    List.of(new ImageRemoval.Target.ByDigest(second.digest())),
                    ImageFixture.ACTOR);
            small.push(image("three"), "v3");

            assertThat(small.imageCount()).isEqualTo(2);
        }
    }

    @Test
    void countsTheTagsOfAnImage() {
        try (var small = new ImageFixture(quotas(10, 2, 4096))) {
            small.push(image("one"), "v1", "v2");

            problem(() -> small.push(image("one"), "v3"), Problem.QuotaExceeded.class);
            small.push(image("two"), "v3");

            assertThat(small.images.tags(small.repository(), null, 10)).hasSize(3);
        }
    }

    @Test
    void bringsBackWhatHadExpiredAsNew() {
        var pushed = fixture.push(image("one"), "v1");
        fixture.setState(pushed.digest(), ImageState.EXPIRED);
        fixture.clock.advance(Duration.ofDays(1));
        assertThat(fixture.images.manifest(fixture.repository(), tag("v1"))).isEmpty();

        assertThat(fixture.push(image("one"), "v1").changed()).isTrue();

        assertThat(find(tag("v1")).image().pushedAt()).isEqualTo(fixture.clock.instant());
        assertThat(fixture.images.manifest(fixture.repository(), tag("v1"))).isPresent();
    }

    @Test
    void refusesToPushIntoARepositoryThatIsNotThere() {
        var elsewhere =
                new ImagePush.Push(
                        REGISTRY,
                        new RepositoryName("nowhere"),
                        ByteBuffer.wrap(image("one").getBytes(StandardCharsets.UTF_8)),
                        null,
                        null,
                        DigestAlgorithm.SHA256,
                        List.of());

        problem(
                () -> fixture.push.push(elsewhere, ImageFixture.ACTOR),
                RepositoryProblem.RepositoryUnknown.class);
    }
}
