package dev.berth.api.awsquery;

import dev.berth.http.Query;
import dev.berth.problem.AccessProblem;
import dev.berth.problem.IdentityFault;
import dev.berth.problem.ProblemException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a call, or those of one structure in it: {@code Tags.member.2.Key} is {@code
 * Key} of the second of {@link #structures}{@code ("Tags")}. What breaks a rule is a
 * ValidationError in AWS's words.
 */
public final class QueryParameters {
    private static final Pattern INDEX = Pattern.compile("[1-9][0-9]{0,5}");
    private static final Pattern INTEGER = Pattern.compile("-?[0-9]{1,9}");
    private static final Pattern LISTED = Pattern.compile("\\.member\\.([0-9]+)");
    private static final String MEMBER = ".member.";

    private final NavigableMap<String, String> values;
    private final String prefix;

    private QueryParameters(NavigableMap<String, String> values, String prefix) {
        this.values = values;
        this.prefix = prefix;
    }

    /** A parameter that is given twice is refused: two readers could take different ones. */
    public static QueryParameters of(Query query) {
        var values = new TreeMap<String, String>();
        for (Query.Parameter parameter : query.parameters()) {
            if (values.put(parameter.name(), parameter.value()) != null) {
                throw invalid(
                        "The parameter '%s' is given more than once".formatted(parameter.name()));
            }
        }
        return new QueryParameters(Collections.unmodifiableNavigableMap(values), "");
    }

    /** The text of a parameter; empty where it is not given. */
    public Optional<String> find(String name) {
        return Optional.ofNullable(values.get(prefix + name));
    }

    public String require(String name) {
        return find(name).orElseThrow(() -> broken(null, name, "Member must not be null"));
    }

    /** The same, of a length within these bounds, both included. */
    public Optional<String> find(String name, int least, int most) {
        Optional<String> text = find(name);
        text.ifPresent(given -> requireLength(name, given, least, most));
        return text;
    }

    public String require(String name, int least, int most) {
        String text = require(name);
        requireLength(name, text, least, most);
        return text;
    }

    /** The same, of which all must match the pattern. */
    public Optional<String> find(String name, int least, int most, Pattern pattern) {
        Optional<String> text = find(name, least, most);
        text.ifPresent(given -> requireMatch(name, given, pattern));
        return text;
    }

    public String require(String name, int least, int most, Pattern pattern) {
        String text = require(name, least, most);
        requireMatch(name, text, pattern);
        return text;
    }

    /** A number within these bounds, both included. */
    public OptionalInt integer(String name, int least, int most) {
        Optional<String> text = find(name);
        if (text.isEmpty()) {
            return OptionalInt.empty();
        }
        if (!INTEGER.matcher(text.get()).matches()) {
            throw broken(text.get(), name, "Member must be an integer");
        }
        int number = Integer.parseInt(text.get());
        if (number < least) {
            throw broken(
                    text.get(), name, "Member must have value greater than or equal to " + least);
        }
        if (number > most) {
            throw broken(text.get(), name, "Member must have value less than or equal to " + most);
        }
        return OptionalInt.of(number);
    }

    public Optional<Boolean> flag(String name) {
        return find(name)
                .map(text ->
                        switch (text.toLowerCase(Locale.ROOT)) {
                            case "true" -> true;
                            case "false" -> false;
                            default ->
                                    throw broken(
                                            text,
                                            name,
                                            "Member must satisfy enum value set: [true, false]");
                        });
    }

    /** One of these texts. */
    public Optional<String> oneOf(String name, List<String> known) {
        Optional<String> text = find(name);
        if (text.isPresent() && !known.contains(text.get())) {
            throw broken(text.get(), name, "Member must satisfy enum value set: " + known);
        }
        return text;
    }

    /** The texts of {@code name.member.N}, in the order of N; none where it is not given. */
    public List<String> texts(String name) {
        return indexes(name).stream()
                .map(index -> values.get(prefix + name + MEMBER + index))
                .map(text -> Optional.ofNullable(text).orElse(""))
                .toList();
    }

    /** The structures of {@code name.member.N.…}, in the order of N. */
    public List<QueryParameters> structures(String name) {
        return indexes(name).stream()
                .map(index -> new QueryParameters(values, prefix + name + MEMBER + index + "."))
                .toList();
    }

    /** Whether a list is given at all, be it as an empty one. */
    public boolean has(String name) {
        return values.containsKey(prefix + name) || !indexes(name).isEmpty();
    }

    /** All parameters but these, in their order: what a listing is about. */
    public List<String> allBut(Set<String> names) {
        return values.entrySet().stream()
                .filter(entry -> !names.contains(entry.getKey()))
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .toList();
    }

    /** Which N there are; some may be left out. */
    private List<Integer> indexes(String name) {
        String begin = prefix + name + MEMBER;
        var indexes = new TreeSet<Integer>();
        for (String key : values.tailMap(begin, true).keySet()) {
            if (!key.startsWith(begin)) {
                break;
            }
            int dot = key.indexOf('.', begin.length());
            String index = key.substring(begin.length(), dot < 0 ? key.length() : dot);
            if (!INDEX.matcher(index).matches()) {
                throw invalid("The parameter '%s' has no valid number".formatted(key));
            }
            indexes.add(Integer.valueOf(index));
        }
        return new ArrayList<>(indexes);
    }

    private void requireLength(String name, String text, int least, int most) {
        if (text.length() < least) {
            throw broken(text, name, "Member must have length greater than or equal to " + least);
        }
        if (text.length() > most) {
            throw broken(text, name, "Member must have length less than or equal to " + most);
        }
    }

    private void requireMatch(String name, String text, Pattern pattern) {
        if (!pattern.matcher(text).matches()) {
            throw broken(text, name, "Member must satisfy regular expression pattern: " + pattern);
        }
    }

    /** AWS names members with a small letter, and puts their number before the word for them. */
    private ProblemException broken(@Nullable String text, String name, String constraint) {
        return invalid(
                "1 validation error detected: Value %s at '%s%s' failed to satisfy constraint: %s"
                        .formatted(
                                text == null ? "null" : "'" + text + "'",
                                LISTED.matcher(camelCase(prefix)).replaceAll(".$1.member"),
                                camelCase(name),
                                constraint));
    }

    private static String camelCase(String name) {
        return name.isEmpty()
                ? name
                : name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
    }

    private static ProblemException invalid(String message) {
        return new ProblemException(
                new AccessProblem.Identity(IdentityFault.VALIDATION_ERROR, message));
    }
}
