package dev.berth.acceptance.specification;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One statement of the specification, and the requests that show whether it holds.
 *
 * @param name what the server does, in a few words
 * @param first whether it is the first of those that differ in their variables alone
 * @param section the heading under which the statement stands
 * @param repositories further repositories, below the case's own
 * @param sparse whether the repositories may hold manifests that name what is missing
 */
public record Case(
        String name,
        boolean first,
        Level level,
        String section,
        List<String> repositories,
        boolean sparse,
        Map<String, String> variables,
        Map<String, Table.ContentForm> contents,
        List<String> given,
        List<Step> steps) {

    /** How binding the statement is; HARD is what nobody wrote down and clients do all the same. */
    public enum Level {
        MUST,
        SHOULD,
        MAY,
        HARD
    }

    public Case {
        repositories = List.copyOf(repositories);
        variables = Map.copyOf(variables);
        contents = Map.copyOf(contents);
        given = List.copyOf(given);
        steps = List.copyOf(steps);
    }

    /** As it stands in the file; one form with several {@code each} is as many cases. */
    record Form(
            @JsonProperty("case") String name,
            Level level,
            String section,
            String says,
            @Nullable List<String> repositories,
            @Nullable Boolean sparse,
            @Nullable List<Map<String, String>> each,
            @Nullable Map<String, Table.ContentForm> contents,
            @Nullable List<String> given,
            List<Step> steps) {

        Form {
            Objects.requireNonNull(name, "case");
            Objects.requireNonNull(level, () -> "level of " + name);
            Objects.requireNonNull(section, () -> "section of " + name);
            Objects.requireNonNull(says, () -> "says of " + name);
            Objects.requireNonNull(steps, () -> "steps of " + name);
        }

        List<Case> cases(Map<String, Table.ContentForm> common) {
            var all = new HashMap<>(common);
            all.putAll(or(contents, Map.of()));
            var cases = new ArrayList<Case>();
            for (Map<String, String> variables : or(each, List.of(Map.<String, String>of()))) {
                cases.add(
                        new Case(
                                variables.isEmpty() ? name : name + " " + variables,
                                cases.isEmpty(),
                                level,
                                section,
                                or(repositories, List.of()),
                                or(sparse, false),
                                variables,
                                all,
                                or(given, List.of()),
                                steps));
            }
            return cases;
        }

        private static <T> T or(@Nullable T value, T otherwise) {
            return value == null ? otherwise : value;
        }
    }
}
