package dev.berth.policy;

import java.util.List;

/**
 * A ruling with all that led to it.
 *
 * @param matched every statement that matched, allowing or denying, of all policies
 * @param missingKeys condition keys as written that statements for this action, resource and caller
 *     asked for and the request does not have
 */
public record Explanation(Ruling ruling, List<Match> matched, List<String> missingKeys) {
    public Explanation {
        matched = List.copyOf(matched);
        missingKeys = List.copyOf(missingKeys);
    }
}
