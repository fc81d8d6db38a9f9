package dev.berth.collect;

import java.time.Duration;

/**
 * When garbage goes.
 *
 * @param every the pause between two collections
 * @param grace how long a repository's link to a blob stays when nothing needs it
 * @param delay how long what is condemned can be revived; longer than any cache lives
 */
public record CollectionConfig(Duration every, Duration grace, Duration delay) {
    public static final CollectionConfig DEFAULT =
            new CollectionConfig(
                    Duration.ofMinutes(10), Duration.ofHours(24), Duration.ofMinutes(10));
}
