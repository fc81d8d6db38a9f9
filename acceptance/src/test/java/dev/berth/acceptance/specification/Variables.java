package dev.berth.acceptance.specification;

import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The names in braces of one case: what the file sets, what was kept, and its contents. */
final class Variables {

    private static final Pattern PLACE = Pattern.compile("\\{([a-z][a-z0-9-]*(?:\\.[a-z0-9]+)?)}");

    private final Map<String, String> values;
    private final UnaryOperator<String> contents;

    /**
     * @param contents what {@code name.property} stands for
     */
    Variables(Map<String, String> values, UnaryOperator<String> contents) {
        this.values = new HashMap<>(values);
        this.contents = contents;
    }

    /** For a sequence that runs beside others: what it keeps is its own. */
    Variables copy() {
        return new Variables(values, contents);
    }

    void put(String name, String value) {
        values.put(name, value);
    }

    String fill(String text) {
        return fill(text, UnaryOperator.identity());
    }

    /** Fills a pattern: what is put in stands for itself. */
    String fillPattern(String text) {
        return fill(text, Pattern::quote);
    }

    private String fill(String text, UnaryOperator<String> form) {
        return PLACE.matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(form.apply(value(found.group(1)))));
    }

    private String value(String name) {
        if (name.indexOf('.') >= 0) {
            return contents.apply(name);
        }
        String value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("nothing is called {" + name + "}");
        }
        // What the file sets may be made of what is set elsewhere.
        return value.contains("{" + name + "}") ? value : fill(value);
    }
}
