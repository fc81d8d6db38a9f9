package dev.berth.api.ecr.images;

import dev.berth.api.ecr.shape.DigestPattern;
import dev.berth.api.ecr.shape.ImageFailureShape;
import dev.berth.api.ecr.shape.ImageIdShape;
import dev.berth.oci.Digest;
import dev.berth.oci.Tag;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What an image identifier of a request means. */
sealed interface Selection {
    String TAG_PATTERN = "[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}";

    record ByDigest(Digest digest) implements Selection {}

    record ByTag(Tag tag) implements Selection {}

    record ByTagOfDigest(Tag tag, Digest digest) implements Selection {}

    /** Well-formed, but of an algorithm or a length that no image has. */
    record OfNothing() implements Selection {}

    record Invalid(ImageFailureShape failure) implements Selection {}

    static Selection of(ImageIdShape id) {
        String text = id.imageDigest();
        String tagText = id.imageTag();
        if (text == null && tagText == null) {
            return new Invalid(ImageFailureShape.missing(id));
        }
        if (text != null && !DigestPattern.matches(text)) {
            return new Invalid(ImageFailureShape.invalidDigest(id));
        }
        if (tagText != null && Tag.tryParse(tagText).isEmpty()) {
            return new Invalid(ImageFailureShape.invalidTag(id, TAG_PATTERN));
        }
        if (text == null) {
            return new ByTag(new Tag(Objects.requireNonNull(tagText)));
        }
        return Digest.tryParse(text).map(digest -> of(digest, tagText)).orElseGet(OfNothing::new);
    }

    private static Selection of(Digest digest, @Nullable String tag) {
        return tag == null ? new ByDigest(digest) : new ByTagOfDigest(new Tag(tag), digest);
    }
}
