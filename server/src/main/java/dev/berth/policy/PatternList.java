package dev.berth.policy;

import java.util.List;

/**
 * Action or NotAction, Resource or NotResource. {@code written} holds the texts of the patterns.
 */
record PatternList(boolean negated, List<TextPattern> patterns, List<String> written) {
    PatternList {
        patterns = List.copyOf(patterns);
        written = List.copyOf(written);
    }

    /** With NotResource a variable without a value makes the statement match nothing. */
    boolean matches(String value, ConditionKeys keys) {
        for (TextPattern pattern : patterns) {
            if (pattern.matches(value, keys)) {
                return !negated;
            }
        }
        return negated && patterns.stream().allMatch(pattern -> pattern.resolves(keys));
    }

    List<String> variables() {
        return patterns.stream().flatMap(pattern -> pattern.variables().stream()).toList();
    }
}
