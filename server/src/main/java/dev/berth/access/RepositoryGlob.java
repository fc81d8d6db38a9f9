package dev.berth.access;

import java.util.regex.Pattern;

/**
 * Names of repositories, with {@code *} for any characters, slashes among them. A text that itself
 * holds stars matches where everything that it stands for does.
 */
public record RepositoryGlob(String text) {
    public static final String GRAMMAR = "[a-z0-9*][a-z0-9._/*-]{0,255}";

    private static final Pattern FORM = Pattern.compile(GRAMMAR);
    private static final char STAR = '*';

    public static final RepositoryGlob EVERYTHING = new RepositoryGlob("*");

    public RepositoryGlob {
        if (!isValid(text)) {
            throw new IllegalArgumentException("not a name of repositories: " + text);
        }
    }

    public static boolean isValid(String text) {
        return FORM.matcher(text).matches();
    }

    /** Whether all that the other stands for is within this one. */
    public boolean covers(RepositoryGlob other) {
        return matches(other.text, 0);
    }

    /** Matches what stands behind {@code from}; in linear steps back to the last star alone. */
    boolean matches(String name, int from) {
        int at = from;
        int here = 0;
        int afterStar = -1;
        int resumeAt = from;
        while (at < name.length()) {
            if (here < text.length() && text.charAt(here) == STAR) {
                afterStar = ++here;
                resumeAt = at;
            } else if (here < text.length() && text.charAt(here) == name.charAt(at)) {
                here++;
                at++;
            } else if (afterStar >= 0) {
                here = afterStar;
                at = ++resumeAt;
            } else {
                return false;
            }
        }
        while (here < text.length() && text.charAt(here) == STAR) {
            here++;
        }
        return here == text.length();
    }

    @Override
    public String toString() {
        return text;
    }
}
