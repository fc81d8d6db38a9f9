package dev.berth.layer;

import dev.berth.blob.BlobKey;
import java.time.Instant;

/**
 * A link to be made.
 *
 * @param linkedAt by the business clock, for those who read it
 * @param wantedAt by the real clock, for the collection of garbage
 */
record NewLink(long repositoryId, BlobKey key, Instant linkedAt, Instant wantedAt) {}
