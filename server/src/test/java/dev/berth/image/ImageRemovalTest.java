package dev.berth.image;

import static dev.berth.image.ImageFixture.ACTIVE;
import static dev.berth.image.ImageFixture.ACTOR;
import static dev.berth.image.ImageFixture.CONFIG;
import static dev.berth.image.ImageFixture.LAYER;
import static dev.berth.image.ImageFixture.digestOf;
import static dev.berth.image.ImageFixture.image;
import static dev.berth.image.ImageFixture.index;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.image.ImageRemoval.Outcome;
import dev.berth.image.ImageRemoval.Target;
import dev.berth.oci.Digest;
import dev.berth.oci.Reference;
import dev.berth.oci.Tag;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ImageRemovalTest {
    private static final Tag V1 = new Tag("v1");
    private static final Tag V2 = new Tag("v2");

    private final ImageFixture fixture = new ImageFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    private List<Outcome> remove(Target... targets) {
        return fixture.removal.remove(fixture.repository(), List.of(targets), ACTOR);
    }

    private boolean isHere(Digest digest) {
        return fixture.images
                .find(fixture.repository(), new Reference.ByDigest(digest), ACTIVE)
                .isPresent();
    }

    private static Outcome removed(ImageId... ids) {
        return new Outcome.Removed(List.of(ids));
    }

    @Test
    void removesAnImageByDigestWithAllItsTags() {
        Digest image = fixture.push(image("one"), "v2", "v1").digest();

        assertThat(remove(new Target.ByDigest(image)))
                .containsExactly(removed(new ImageId(image, V1), new ImageId(image, V2)));

        assertThat(isHere(image)).isFalse();
        assertThat(fixture.images.tags(fixture.repository(), null, 10)).isEmpty();
        assertThat(fixture.images.isLayerReferenced(fixture.repository(), LAYER)).isFalse();
        assertThat(fixture.imageCount()).isZero();
        assertThat(fixture.events()).containsExactly("image.pushed", "image.deleted");
        assertThat(fixture.released).containsExactlyInAnyOrder(CONFIG, LAYER);
    }

    @Test
    void removesAnImageWithoutTags() {
        Digest image = fixture.push(image("one")).digest();

        assertThat(remove(new Target.ByDigest(image)))
                .containsExactly(removed(new ImageId(image, null)));
        assertThat(isHere(image)).isFalse();
    }

    @Test
    void removesATagAndTheImageWithItsLastOne() {
        Digest image = fixture.push(image("one"), "v1", "v2").digest();

        assertThat(remove(new Target.ByTag(V1))).containsExactly(removed(new ImageId(image, V1)));
        assertThat(isHere(image)).isTrue();

        assertThat(remove(new Target.ByTag(V2))).containsExactly(removed(new ImageId(image, V2)));
        assertThat(isHere(image)).isFalse();
        assertThat(fixture.events())
                .containsExactly("image.pushed", "image.untagged", "image.deleted");
    }

    @Test
    void removesATagAloneWhereThatIsAskedFor() {
        Digest image = fixture.push(image("one"), "v1").digest();

        assertThat(remove(new Target.TagOnly(V1))).containsExactly(removed(new ImageId(image, V1)));

        assertThat(isHere(image)).isTrue();
        assertThat(remove(new Target.TagOnly(V1))).containsExactly(new Outcome.NotFound());
    }

    @Test
    void comparesTagAndDigestWhereBothAreGiven() {
        Digest one = fixture.push(image("one"), "v1").digest();
        Digest two = fixture.push(image("two"), "v2").digest();

        assertThat(
                        remove(
                                new Target.ByTagOfDigest(V1, two),
                                new Target.ByTagOfDigest(new Tag("v3"), one),
                                new Target.ByTagOfDigest(V1, digestOf("nothing")),
                                new Target.ByTagOfDigest(V1, one)))
                .containsExactly(
                        new Outcome.TagDoesNotMatch(),
                        new Outcome.NotFound(),
                        new Outcome.TagDoesNotMatch(),
                        removed(new ImageId(one, V1)));
        assertThat(isHere(one)).isFalse();
        assertThat(isHere(two)).isTrue();
    }

    @Test
    void aBadItemDoesNotFailTheOthers() {
        Digest image = fixture.push(image("one")).digest();

        assertThat(
                        remove(
                                new Target.ByDigest(digestOf("nothing")),
                                new Target.ByTag(V1),
                                new Target.ByDigest(image)))
                .containsExactly(
                        new Outcome.NotFound(),
                        new Outcome.NotFound(),
                        removed(new ImageId(image, null)));
    }

    @Test
    void keepsTheChildrenOfAnIndexUntilThatIsGone() {
        Digest child = fixture.push(image("one"), "v1", "v2").digest();
        Digest parent = fixture.push(index(child), "multi").digest();

        assertThat(remove(new Target.ByDigest(child)))
                .containsExactly(new Outcome.Referenced(List.of(parent)));
        assertThat(remove(new Target.ByTag(V1), new Target.ByTag(V2)))
                .containsExactly(
                        removed(new ImageId(child, V1)), new Outcome.Referenced(List.of(parent)));
        assertThat(remove(new Target.TagOnly(V2))).containsExactly(removed(new ImageId(child, V2)));
        assertThat(isHere(child)).isTrue();

        assertThat(remove(new Target.ByDigest(parent), new Target.ByDigest(child)))
                .containsExactly(
                        removed(new ImageId(parent, new Tag("multi"))),
                        removed(new ImageId(child, null)));
        assertThat(fixture.imageCount()).isZero();
    }

    @Test
    void aRemovedImageCanBePushedAgain() {
        Digest image = fixture.push(image("one"), "v1").digest();
        fixture.images.manifest(fixture.repository(), new Reference.ByDigest(image));
        remove(new Target.ByDigest(image));
        assertThat(fixture.images.manifest(fixture.repository(), new Reference.ByDigest(image)))
                .isEmpty();

        fixture.push(image("one"), "v1");

        assertThat(fixture.images.manifest(fixture.repository(), new Reference.ByDigest(image)))
                .isPresent();
    }

    @Test
    void whatHasExpiredIsNotFound() {
        Digest image = fixture.push(image("one"), "v1").digest();
        fixture.setState(image, ImageState.EXPIRED);

        assertThat(remove(new Target.ByDigest(image), new Target.ByTag(V1)))
                .containsExactly(new Outcome.NotFound(), new Outcome.NotFound());
    }
}
