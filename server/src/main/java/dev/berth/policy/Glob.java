package dev.berth.policy;

/**
 * Matches codes of a pattern: a character, or one of the two wildcards. Goes back to the last
 * {@code *} only, so that the steps are at most the product of both lengths.
 */
final class Glob {
    static final int ANY_STRING = -1;
    static final int ANY_CHARACTER = -2;

    private Glob() {}

    static boolean matches(int[] pattern, String text, boolean ignoreCase) {
        return matches(pattern, 0, pattern.length, text, 0, ignoreCase);
    }

    /** Compares {@code pattern[from, to)} with the text from {@code start} on. */
    static boolean matches(
            int[] pattern, int from, int to, String text, int start, boolean ignoreCase) {
        int p = from;
        int t = start;
        int star = -1;
        int resume = start;
        while (t < text.length()) {
            if (p < to && pattern[p] == ANY_STRING) {
                star = p++;
                resume = t;
            } else if (p < to && matches(pattern[p], text.charAt(t), ignoreCase)) {
                p++;
                t++;
            } else if (star >= 0) {
                p = star + 1;
                t = ++resume;
            } else {
                return false;
            }
        }
        while (p < to && pattern[p] == ANY_STRING) {
            p++;
        }
        return p == to;
    }

    private static boolean matches(int code, char c, boolean ignoreCase) {
        return code == c
                || code == ANY_CHARACTER
                || (ignoreCase && code >= 0 && fold(code) == fold(c));
    }

    private static int fold(int c) {
        return Character.toLowerCase(Character.toUpperCase(c));
    }
}
