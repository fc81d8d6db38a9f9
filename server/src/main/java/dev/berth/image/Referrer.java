package dev.berth.image;

import dev.berth.oci.Digest;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A manifest that says that it is about another one.
 *
 * @param artifactType the artifact type of the manifest, else the media type of its config
 * @param size the bytes of the manifest itself
 * @param annotations of the manifest, in its order
 */
public record Referrer(
        Digest digest,
        String mediaType,
        @Nullable String artifactType,
        long size,
        Map<String, String> annotations,
        ImageState state) {
    public Referrer {
        annotations = Collections.unmodifiableMap(new LinkedHashMap<>(annotations));
    }

    Referrer with(Map<String, String> others) {
        return new Referrer(digest, mediaType, artifactType, size, others, state);
    }
}
