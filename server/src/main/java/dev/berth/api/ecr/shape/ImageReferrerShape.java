package dev.berth.api.ecr.shape;

import dev.berth.image.Referrer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An artifact that is about an image. */
public record ImageReferrerShape(
        String digest,
        String mediaType,
        @Nullable String artifactType,
        long size,
        @Nullable Map<String, String> annotations,
        String artifactStatus) {

    public static ImageReferrerShape of(Referrer referrer) {
        return new ImageReferrerShape(
                referrer.digest().toString(),
                referrer.mediaType(),
                referrer.artifactType(),
                referrer.size(),
                referrer.annotations().isEmpty() ? null : referrer.annotations(),
                referrer.state().name());
    }
}
