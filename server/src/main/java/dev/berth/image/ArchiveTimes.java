package dev.berth.image;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Of an image that was archived once.
 *
 * @param archivedAt when last
 * @param activatedAt when it last came back; null when it never did
 */
public record ArchiveTimes(Instant archivedAt, @Nullable Instant activatedAt) {}
