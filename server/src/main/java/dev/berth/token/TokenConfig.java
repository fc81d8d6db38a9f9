package dev.berth.token;

import java.time.Duration;

/**
 * Settings of tokens.
 *
 * @param loginLifetime of the tokens of {@code docker login} whose principal has no tag about it
 */
public record TokenConfig(Duration loginLifetime) {
    public static final Duration SHORTEST_LOGIN = Duration.ofMinutes(15);
    public static final Duration LONGEST_LOGIN = Duration.ofDays(7);
    public static final TokenConfig DEFAULT = new TokenConfig(Duration.ofHours(12));
}
