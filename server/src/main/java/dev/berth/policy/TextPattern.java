package dev.berth.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A compiled text of a policy. The usual shapes are compared without going through a glob. */
sealed interface TextPattern {

    boolean matches(String value, ConditionKeys keys);

    /** Whether every variable has a value. */
    default boolean resolves(ConditionKeys keys) {
        return true;
    }

    /** The names of the variables, as written. */
    default List<String> variables() {
        return List.of();
    }

    /** The text is itself, but for its variables. */
    static TextPattern exact(
            String text, boolean ignoreCase, boolean variables, Consumer<String> faults) {
        Template template = Template.parse(text, false, variables, faults);
        int[] codes = template.fixed();
        return codes == null
                ? new WithVariables(template, resolved -> new Exact(text(resolved), ignoreCase))
                : new Exact(text(codes), ignoreCase);
    }

    /** {@code *} and {@code ?} are wildcards. */
    static TextPattern glob(String text, boolean variables, Consumer<String> faults) {
        return glob(Template.parse(text, true, variables, faults), TextPattern::glob);
    }

    /** An ARN: wildcards do not reach across the colons of its six sections. */
    static TextPattern arn(String text, boolean variables, Consumer<String> faults) {
        return glob(Template.parse(text, true, variables, faults), Sections::new);
    }

    private static TextPattern glob(Template template, Compiler compiler) {
        int[] codes = template.fixed();
        return codes == null ? new WithVariables(template, compiler) : compiler.compile(codes);
    }

    private static TextPattern glob(int[] codes) {
        int literal = 0;
        while (literal < codes.length && codes[literal] >= 0) {
            literal++;
        }
        if (literal == codes.length) {
            return new Exact(text(codes), false);
        }
        return literal == codes.length - 1 && codes[literal] == Glob.ANY_STRING
                ? new Prefix(new String(codes, 0, literal))
                : new Wild(new Glob(codes));
    }

    private static String text(int[] codes) {
        return new String(codes, 0, codes.length);
    }

    @FunctionalInterface
    interface Compiler {
        TextPattern compile(int[] codes);
    }

    record Exact(String text, boolean ignoreCase) implements TextPattern {
        @Override
        public boolean matches(String value, ConditionKeys keys) {
            return ignoreCase ? text.equalsIgnoreCase(value) : text.equals(value);
        }
    }

    /** Everything that begins so; policies differ at the end of what is left of a {@code *}. */
    record Prefix(String text) implements TextPattern {
        @Override
        public boolean matches(String value, ConditionKeys keys) {
            int length = text.length();
            return value.length() >= length
                    && (length == 0 || value.charAt(length - 1) == text.charAt(length - 1))
                    && value.startsWith(text);
        }
    }

    record Wild(Glob glob) implements TextPattern {
        @Override
        public boolean matches(String value, ConditionKeys keys) {
            return glob.matches(value);
        }
    }

    /** Compiled anew for each request. */
    record WithVariables(Template template, Compiler compiler) implements TextPattern {
        @Override
        public boolean matches(String value, ConditionKeys keys) {
            int[] codes = template.codes(keys);
            return codes != null && compiler.compile(codes).matches(value, keys);
        }

        @Override
        public boolean resolves(ConditionKeys keys) {
            return template.codes(keys) != null;
        }

        @Override
        public List<String> variables() {
            return template.variables();
        }
    }

    /** Of an ARN each section for itself; only the last may hold colons. {@code *} is any ARN. */
    final class Sections implements TextPattern {
        private static final int SECTIONS = 6;

        private final @Nullable List<Glob> globs;

        Sections(int[] codes) {
            this.globs = isEverything(codes) ? null : sections(codes);
        }

        @Override
        public boolean matches(String value, ConditionKeys keys) {
            if (globs == null) {
                return true;
            }
            int from = 0;
            for (int section = 0; section < globs.size(); section++) {
                boolean last = section == SECTIONS - 1;
                int to = last ? value.length() : value.indexOf(':', from);
                if (to < 0 || !globs.get(section).matches(value, from, to)) {
                    return false;
                }
                from = to + 1;
            }
            return globs.size() == SECTIONS;
        }

        private static boolean isEverything(int[] codes) {
            return codes.length == 1 && codes[0] == Glob.ANY_STRING;
        }

        private static List<Glob> sections(int[] codes) {
            List<Glob> sections = new ArrayList<>();
            int from = 0;
            for (int i = 0; i < codes.length && sections.size() < SECTIONS - 1; i++) {
                if (codes[i] == ':') {
                    sections.add(new Glob(codes, from, i));
                    from = i + 1;
                }
            }
            sections.add(new Glob(codes, from, codes.length));
            return List.copyOf(sections);
        }
    }
}
