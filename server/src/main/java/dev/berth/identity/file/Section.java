package dev.berth.identity.file;

import dev.berth.config.NearestKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A mapping of the file and where it stands. Whoever reads it asks for every key that it may have;
 * {@link #finish} reports the others.
 */
final class Section {
    private final String path;
    private final Map<?, ?> members;
    private final Faults faults;
    private final Set<String> known = new LinkedHashSet<>();

    Section(String path, Map<?, ?> members, Faults faults) {
        this.path = path;
        this.members = members;
        this.faults = faults;
    }

    String path() {
        return path;
    }

    /** The path of one of its keys; its own where the key is empty. */
    String path(String key) {
        return path.isEmpty() ? key : key.isEmpty() ? path : path + "." + key;
    }

    void fault(String key, String fault) {
        faults.add(path(key), fault);
    }

    boolean has(String key) {
        return members.get(key) != null;
    }

    /** What YAML made of it; null where it is not there, or empty. */
    @Nullable Object value(String key) {
        known.add(key);
        return members.get(key);
    }

    /** Text in a form of its own; where it is none, that is a fault, and the answer is empty. */
    Optional<String> text(String key, String form, Predicate<String> isValid) {
        Object value = value(key);
        if (value == null) {
            return Optional.empty();
        }
        return text(path(key), value, form, isValid);
    }

    /** The same, and a fault where it is not there. */
    Optional<String> required(String key, String form, Predicate<String> isValid) {
        if (value(key) == null) {
            faults.add(path, "%s is missing: %s".formatted(key, form));
        }
        return text(key, form, isValid);
    }

    boolean flag(String key) {
        Object value = value(key);
        if (value != null && !(value instanceof Boolean)) {
            fault(key, "'%s' is not true or false".formatted(value));
        }
        return Boolean.TRUE.equals(value);
    }

    /** The texts of a list, by the path of each. */
    Map<String, String> texts(String key, String form, Predicate<String> isValid) {
        Map<String, String> texts = new LinkedHashMap<>();
        items(key)
                .forEach((at, item) ->
                        text(at, item, form, isValid).ifPresent(text -> texts.put(at, text)));
        return texts;
    }

    /** A list of mappings. */
    List<Section> sections(String key) {
        List<Section> sections = new ArrayList<>();
        items(key)
                .forEach((at, item) -> {
                    if (item instanceof Map<?, ?> map) {
                        sections.add(new Section(at, map, faults));
                    } else {
                        faults.add(at, "it must be a mapping");
                    }
                });
        return sections;
    }

    /** The members of a mapping whose keys are the file's own, by their names. */
    Map<String, Object> members(String key) {
        Object value = value(key);
        if (value == null) {
            return Map.of();
        }
        if (!(value instanceof Map<?, ?> map)) {
            fault(key, "it must be a mapping of names to values");
            return Map.of();
        }
        Map<String, Object> found = new LinkedHashMap<>();
        map.forEach((name, content) -> {
            if (content == null) {
                faults.add(path(key) + "." + name, "it has no value");
            } else {
                found.put(String.valueOf(name), content);
            }
        });
        return found;
    }

    /** Reports the keys that nobody asked for. */
    void finish() {
        for (Object key : members.keySet()) {
            String name = String.valueOf(key);
            if (!known.contains(name)) {
                fault(
                        name,
                        "unknown key"
                                + NearestKey.of(name, known)
                                        .map(near -> "; did you mean %s?".formatted(near))
                                        .orElse(""));
            }
        }
    }

    private Map<String, Object> items(String key) {
        Object value = value(key);
        if (value == null) {
            return Map.of();
        }
        if (!(value instanceof List<?> list)) {
            fault(key, "it must be a list");
            return Map.of();
        }
        Map<String, Object> items = new LinkedHashMap<>();
        for (int i = 0; i < list.size(); i++) {
            Object item = list.get(i);
            String at = "%s[%d]".formatted(path(key), i);
            if (item == null) {
                faults.add(at, "it has no value");
            } else {
                items.put(at, item);
            }
        }
        return items;
    }

    private Optional<String> text(String at, Object value, String form, Predicate<String> isValid) {
        if (!(value instanceof String text)) {
            faults.add(
                    at,
                    value instanceof Number || value instanceof Boolean
                            ? "%s is not text; write it in quotes".formatted(value)
                            : "it must be text: " + form);
            return Optional.empty();
        }
        if (!isValid.test(text)) {
            faults.add(at, "'%s' is not %s".formatted(text, form));
            return Optional.empty();
        }
        return Optional.of(text);
    }
}
