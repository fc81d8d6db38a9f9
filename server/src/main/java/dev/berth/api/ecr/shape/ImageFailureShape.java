package dev.berth.api.ecr.shape;

import dev.berth.oci.Digest;
import java.util.List;

/** What became of one image of a batch that could not be served. */
public record ImageFailureShape(ImageIdShape imageId, String failureCode, String failureReason) {

    public static ImageFailureShape missing(ImageIdShape id) {
        return new ImageFailureShape(
                id,
                "MissingDigestAndTag",
                "Invalid request parameters: both tag and digest cannot be null");
    }

    public static ImageFailureShape invalidDigest(ImageIdShape id) {
        return new ImageFailureShape(
                id,
                "InvalidImageDigest",
                "Invalid request parameters: image digest should satisfy the regex '%s'"
                        .formatted(DigestPattern.TEXT));
    }

    public static ImageFailureShape invalidTag(ImageIdShape id, String pattern) {
        return new ImageFailureShape(
                id,
                "InvalidImageTag",
                "Invalid request parameters: image tag should satisfy the regex '%s'"
                        .formatted(pattern));
    }

    public static ImageFailureShape tagDoesNotMatch(ImageIdShape id) {
        return new ImageFailureShape(
                id, "ImageTagDoesNotMatchDigest", "Requested image tag does not match the digest");
    }

    public static ImageFailureShape notFound(ImageIdShape id) {
        return new ImageFailureShape(id, "ImageNotFound", "Requested image not found");
    }

    public static ImageFailureShape referenced(ImageIdShape id, List<Digest> by) {
        return new ImageFailureShape(
                id,
                "ImageReferencedByManifestList",
                "Requested image referenced by manifest list: %s".formatted(by));
    }
}
