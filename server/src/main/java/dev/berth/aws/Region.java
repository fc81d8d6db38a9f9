package dev.berth.aws;

import java.util.Optional;

/** A region's name: 2 to 25 of {@code [0-9a-z-]}. */
public record Region(String value) {
    private static final int MIN_LENGTH = 2;
    private static final int MAX_LENGTH = 25;

    public Region {
        if (!isValid(value)) {
            throw new IllegalArgumentException("not a region name: " + value);
        }
    }

    public static Optional<Region> tryParse(String text) {
        return isValid(text) ? Optional.of(new Region(text)) : Optional.empty();
    }

    private static boolean isValid(String text) {
        return text.length() >= MIN_LENGTH
                && text.length() <= MAX_LENGTH
                && text.chars()
                        .allMatch(
                                c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c == '-');
    }

    @Override
    public String toString() {
        return value;
    }
}
