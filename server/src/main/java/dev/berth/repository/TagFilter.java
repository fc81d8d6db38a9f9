package dev.berth.repository;

import dev.berth.oci.Tag;
import java.util.regex.Pattern;

/** Names tags: a text in which each {@code *} stands for any characters, or none. */
public record TagFilter(String text) {
    public static final String GRAMMAR = "^[0-9a-zA-Z._*-]{1,128}$";

    private static final Pattern PATTERN = Pattern.compile(GRAMMAR);
    private static final char WILDCARD = '*';

    public TagFilter {
        if (!isValid(text)) {
            throw new IllegalArgumentException("not a filter of tags: " + text);
        }
    }

    public static boolean isValid(String text) {
        return PATTERN.matcher(text).matches();
    }

    /**
     * Whether the filter matches the whole tag. After a mismatch only the last wildcard is tried
     * again, one character longer, so no filter makes this take more than length times length.
     */
    public boolean matches(Tag tag) {
        String name = tag.value();
        int at = 0;
        int here = 0;
        int wildcard = -1;
        int taken = 0;
        while (here < name.length()) {
            if (at < text.length() && text.charAt(at) == WILDCARD) {
                wildcard = at++;
                taken = here;
            } else if (at < text.length() && text.charAt(at) == name.charAt(here)) {
                at++;
                here++;
            } else if (wildcard >= 0) {
                at = wildcard + 1;
                here = ++taken;
            } else {
                return false;
            }
        }
        while (at < text.length() && text.charAt(at) == WILDCARD) {
            at++;
        }
        return at == text.length();
    }

    @Override
    public String toString() {
        return text;
    }
}
