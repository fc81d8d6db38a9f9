package dev.berth.image;

import java.time.Duration;

/**
 * When what is known of images is brought up to date.
 *
 * @param pullTimesEvery the pause between two times that the pull times are written
 */
public record ImagesConfig(Duration pullTimesEvery) {
    public static final ImagesConfig DEFAULT = new ImagesConfig(Duration.ofSeconds(5));
}
