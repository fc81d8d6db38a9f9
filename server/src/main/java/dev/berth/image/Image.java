package dev.berth.image;

import dev.berth.oci.Digest;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An image, or another artifact with a manifest, without its tags.
 *
 * @param artifactMediaType the artifact type of the manifest, else the media type of its config
 * @param size the bytes of what the manifest refers to; for an index, of its largest child
 * @param subject what the manifest says that it is about
 * @param archiveTimes null when the image was never in the archive
 */
public record Image(
        Digest digest,
        String mediaType,
        @Nullable String artifactMediaType,
        long size,
        Instant pushedAt,
        ImageState state,
        @Nullable Digest subject,
        @Nullable Instant lastPulledAt,
        @Nullable ArchiveTimes archiveTimes) {}
