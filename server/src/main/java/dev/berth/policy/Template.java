package dev.berth.policy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A text with wildcards and variables, as codes for {@link Glob}. What a variable brings in is
 * never read again: neither wildcards nor variables in it mean anything.
 */
final class Template {
    private static final Pattern VARIABLE =
            Pattern.compile("\\$\\{(?:([*?$])|([^\\s{},'$:]+:[^\\s{},'$]+)(?:,\\s*'([^'{}]*)')?)}");

    /** What stands between wildcards and what a variable stands for. */
    private sealed interface Part {
        final class Fixed implements Part {
            private final int[] codes;

            Fixed(int[] codes) {
                this.codes = codes;
            }
        }

        record Variable(String name, String key, @Nullable String fallback) implements Part {}
    }

    private final List<Part> parts;

    private Template(List<Part> parts) {
        this.parts = List.copyOf(parts);
    }

    static Template parse(
            String text, boolean wildcards, boolean variables, Consumer<String> faults) {
        List<Part> parts = new ArrayList<>();
        int[] codes = new int[text.length()];
        int count = 0;
        Matcher matcher = VARIABLE.matcher(text);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (variables && text.startsWith("${", i)) {
                if (!matcher.region(i, text.length()).lookingAt()) {
                    faults.accept("The policy variable at position " + (i + 1) + " is malformed");
                    break;
                }
                if (matcher.group(1) != null) {
                    codes[count++] = matcher.group(1).charAt(0);
                } else {
                    parts.add(new Part.Fixed(Arrays.copyOf(codes, count)));
                    count = 0;
                    String name = matcher.group(2);
                    parts.add(
                            new Part.Variable(
                                    name, name.toLowerCase(Locale.ROOT), matcher.group(3)));
                }
                i = matcher.end() - 1;
            } else {
                codes[count++] = wildcards ? code(c) : c;
            }
        }
        parts.add(new Part.Fixed(Arrays.copyOf(codes, count)));
        return new Template(parts);
    }

    /** The names of the variables, as they are written. */
    List<String> variables() {
        return parts.stream()
                .filter(Part.Variable.class::isInstance)
                .map(part -> ((Part.Variable) part).name())
                .toList();
    }

    /** The codes where there are no variables, else null. */
    int @Nullable [] fixed() {
        return parts.size() == 1 ? codes(ConditionKeys.none()) : null;
    }

    /** The codes for this request; null where a variable has no value and no default. */
    int @Nullable [] codes(ConditionKeys keys) {
        int[] codes = new int[0];
        for (Part part : parts) {
            switch (part) {
                case Part.Fixed fixed -> codes = join(codes, fixed.codes);
                case Part.Variable variable -> {
                    String value = value(variable, keys);
                    if (value == null) {
                        return null;
                    }
                    codes = join(codes, value.chars().toArray());
                }
            }
        }
        return codes;
    }

    /** A key of several values names none of them. */
    private static @Nullable String value(Part.Variable variable, ConditionKeys keys) {
        List<String> values = keys.values(variable.key());
        return values != null && values.size() == 1 ? values.getFirst() : variable.fallback();
    }

    private static int[] join(int[] left, int[] right) {
        if (left.length == 0) {
            return right;
        }
        int[] both = Arrays.copyOf(left, left.length + right.length);
        System.arraycopy(right, 0, both, left.length, right.length);
        return both;
    }

    private static int code(char c) {
        return switch (c) {
            case '*' -> Glob.ANY_STRING;
            case '?' -> Glob.ANY_CHARACTER;
            default -> c;
        };
    }
}
