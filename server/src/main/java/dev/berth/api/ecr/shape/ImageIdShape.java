package dev.berth.api.ecr.shape;

import dev.berth.image.ImageId;
import org.jspecify.annotations.Nullable;

/** An image by digest, by tag, or by a tag that must point at the digest. */
public record ImageIdShape(@Nullable String imageDigest, @Nullable String imageTag) {

    public static ImageIdShape of(ImageId id) {
        return new ImageIdShape(id.digest().toString(), id.tag() == null ? null : id.tag().value());
    }
}
