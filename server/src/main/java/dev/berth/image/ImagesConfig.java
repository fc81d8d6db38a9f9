package dev.berth.image;

import java.time.Duration;

/**
 * When what is known of images is brought up to date.
 *
 * @param pullTimesEvery the pause between two times that the pull times are written
 * @param activation how long an image is on its way back from the archive
 */
public record ImagesConfig(Duration pullTimesEvery, Duration activation) {
    public static final ImagesConfig DEFAULT =
            new ImagesConfig(Duration.ofSeconds(5), Duration.ofMinutes(1));
}
