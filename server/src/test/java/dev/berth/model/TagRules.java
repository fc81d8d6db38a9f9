package dev.berth.model;

import java.util.List;
import java.util.Locale;

/**
 * Which tags may not move.
 *
 * @param exceptions the tags for which the mode is the other one; {@code *} stands for any run
 */
record TagRules(boolean immutable, List<String> exceptions) {
    static final TagRules MUTABLE = new TagRules(false, List.of());

    TagRules {
        exceptions = List.copyOf(exceptions);
    }

    boolean isImmutable(String tag) {
        boolean excepted =
                exceptions.stream().anyMatch(filter -> tag.matches(filter.replace("*", ".*")));
        return immutable != excepted;
    }

    /** As the API names it. */
    String mode() {
        return (immutable ? "IMMUTABLE" : "MUTABLE")
                + (exceptions.isEmpty() ? "" : "_WITH_EXCLUSION");
    }

    @Override
    public String toString() {
        return mode().toLowerCase(Locale.ROOT) + exceptions;
    }
}
