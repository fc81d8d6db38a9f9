package dev.berth.policy;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A compiled text of a policy. The usual shapes are compared without going through their codes. */
final class TextPattern {
    private enum Shape {
        EVERYTHING,
        EXACT,
        PREFIX,
        GLOB,
        VARIABLE
    }

    private final Template template;
    private final boolean ignoreCase;
    private final Shape shape;
    private final int[] codes;
    // what stands before the first wildcard
    private final String head;

    private TextPattern(Template template, boolean ignoreCase) {
        this.template = template;
        this.ignoreCase = ignoreCase;
        int[] fixed = template.constant() ? template.codes(ConditionKeys.none()) : null;
        this.codes = fixed == null ? new int[0] : fixed;
        int literal = 0;
        while (literal < codes.length && codes[literal] >= 0) {
            literal++;
        }
        this.head = new String(codes, 0, literal);
        this.shape = fixed == null ? Shape.VARIABLE : shape(codes, literal);
    }

    /** The text is itself, but for its variables. */
    static TextPattern exact(
            String text, boolean ignoreCase, boolean variables, Consumer<String> faults) {
        return new TextPattern(Template.parse(text, false, variables, faults), ignoreCase);
    }

    /** {@code *} and {@code ?} are wildcards. */
    static TextPattern glob(
            String text, boolean ignoreCase, boolean variables, Consumer<String> faults) {
        return new TextPattern(Template.parse(text, true, variables, faults), ignoreCase);
    }

    boolean matches(String value, ConditionKeys keys) {
        return switch (shape) {
            case EVERYTHING -> true;
            case EXACT -> ignoreCase ? head.equalsIgnoreCase(value) : head.equals(value);
            case PREFIX -> startsWithHead(value);
            case GLOB ->
                    startsWithHead(value)
                            && Glob.matches(
                                    codes,
                                    head.length(),
                                    codes.length,
                                    value,
                                    head.length(),
                                    ignoreCase);
            case VARIABLE -> {
                int[] resolved = template.codes(keys);
                yield resolved != null && Glob.matches(resolved, value, ignoreCase);
            }
        };
    }

    /** Whether every variable has a value. */
    boolean resolves(ConditionKeys keys) {
        return shape != Shape.VARIABLE || template.codes(keys) != null;
    }

    int @Nullable [] codes(ConditionKeys keys) {
        return shape == Shape.VARIABLE ? template.codes(keys) : codes;
    }

    List<String> variables() {
        return template.variables();
    }

    private boolean startsWithHead(String value) {
        return value.regionMatches(ignoreCase, 0, head, 0, head.length());
    }

    private static Shape shape(int[] codes, int literal) {
        if (literal == codes.length) {
            return Shape.EXACT;
        }
        boolean openEnd = literal == codes.length - 1 && codes[literal] == Glob.ANY_STRING;
        if (!openEnd) {
            return Shape.GLOB;
        }
        return literal == 0 ? Shape.EVERYTHING : Shape.PREFIX;
    }
}
