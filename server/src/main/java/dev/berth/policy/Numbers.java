package dev.berth.policy;

import java.math.BigDecimal;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Numbers in policies: exact, and short enough to compare at once. */
final class Numbers {
    private static final Pattern NUMBER =
            Pattern.compile("[+-]?[0-9]{1,40}(\\.[0-9]{1,40})?([eE][+-]?[0-9]{1,2})?");

    private Numbers() {}

    static @Nullable BigDecimal tryParse(String text) {
        return NUMBER.matcher(text).matches() ? new BigDecimal(text) : null;
    }
}
