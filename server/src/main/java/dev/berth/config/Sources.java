package dev.berth.config;

import dev.berth.json.JsonFault;
import dev.berth.json.Yaml;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What was set, and where: a file, then variables, then options, the later ones winning. Values of
 * the file are whatever YAML made of them; the others are text.
 */
public final class Sources {
    private static final String PREFIX = "BERTH_";

    /** A value and the words that say where it stands. */
    record Entry(Object value, String where) {}

    private final Map<String, Entry> file = new LinkedHashMap<>();
    private final Map<String, Entry> variables = new TreeMap<>();
    private final Map<String, Entry> options = new LinkedHashMap<>();
    private final List<String> faults = new ArrayList<>();

    /** Adds a YAML file's text; {@code name} is how faults call it. */
    public Sources file(String name, String text) {
        try {
            flatten(name, "", Yaml.read(text));
        } catch (JsonFault e) {
            String fault = e.path().isEmpty() ? e.getMessage() : e.path() + ": " + e.getMessage();
            faults.add("%s is not valid %s: %s".formatted(name, kind(e), fault));
        }
        return this;
    }

    private static String kind(JsonFault e) {
        return switch (e.kind()) {
            case SYNTAX -> "YAML";
            case SHAPE, BASE64 -> "as settings";
        };
    }

    private void flatten(String name, String prefix, Map<?, ?> members) {
        members.forEach((key, value) -> {
            String path = prefix + key;
            if (value instanceof Map<?, ?> inner) {
                if (inner.isEmpty()) {
                    return;
                }
                flatten(name, path + ".", inner);
            } else if (value != null) {
                file.put(path, new Entry(value, name + ": " + path));
            }
        });
    }

    /** Adds the variables that begin with BERTH_, but for those in {@code others}. */
    public Sources variables(Map<String, String> environment, List<String> others) {
        environment.forEach((name, value) -> {
            if (name.startsWith(PREFIX) && !others.contains(name) && !isLink(name)) {
                variables.put(name, new Entry(value, "variable " + name));
            }
        });
        return this;
    }

    /** Kubernetes and docker links make such variables of a service that is called berth. */
    private static boolean isLink(String name) {
        return name.startsWith("BERTH_SERVICE_")
                || name.equals("BERTH_PORT")
                || name.startsWith("BERTH_PORT_");
    }

    /** Adds what an option of the command line says. */
    public Sources option(String key, Object value, String option) {
        options.put(key, new Entry(value, "option " + option));
        return this;
    }

    /** Takes the value of a key out of all sources; the one that counts is answered. */
    Optional<Entry> take(String key) {
        Entry fromFile = file.remove(key);
        Entry fromVariable = variables.remove(variable(key));
        Entry fromOption = options.remove(key);
        return Optional.ofNullable(
                fromOption != null ? fromOption : fromVariable != null ? fromVariable : fromFile);
    }

    /** {@code http.idle-timeout} is {@code BERTH_HTTP_IDLE_TIMEOUT}. */
    static String variable(String key) {
        return PREFIX + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    /** The faults of reading, and one for everything that nobody took. */
    List<String> leftOver(List<String> known) {
        var all = new ArrayList<>(faults);
        file.forEach((key, entry) -> all.add(unknown(entry.where(), key, known)));
        var variableNames = known.stream().map(Sources::variable).collect(Collectors.toSet());
        variables.forEach((name, entry) -> all.add(unknown(entry.where(), name, variableNames)));
        options.forEach((key, entry) -> all.add(unknown(entry.where(), key, known)));
        return all;
    }

    private static String unknown(String where, String key, Collection<String> candidates) {
        return where
                + " is not a setting"
                + NearestKey.of(key, candidates)
                        .map(near -> "; did you mean " + near + "?")
                        .orElse("");
    }
}
