package dev.berth.oci;

import java.util.Optional;

/**
 * The path of a repository: 2 to 256 characters of the grammar that ECR's model gives, which lies
 * within that of the OCI distribution specification.
 */
public record RepositoryName(String value) implements Comparable<RepositoryName> {

    /** As the public service model spells it; it stands in error texts too. */
    public static final String GRAMMAR =
            "[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*(\\/[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*)*";

    public static final int MIN_LENGTH = 2;
    public static final int MAX_LENGTH = 256;

    public RepositoryName {
        if (!isValid(value)) {
            throw new IllegalArgumentException("not a repository name: " + value);
        }
    }

    public static Optional<RepositoryName> tryParse(String text) {
        return isValid(text) ? Optional.of(new RepositoryName(text)) : Optional.empty();
    }

    /**
     * Runs of lower-case letters and digits, joined by a slash or one of the separators of the
     * grammar. By hand: every request passes here.
     */
    private static boolean isValid(String text) {
        int length = text.length();
        if (length < MIN_LENGTH || length > MAX_LENGTH) {
            return false;
        }
        int i = 0;
        while (true) {
            int start = i;
            while (i < length && isAlphanumeric(text.charAt(i))) {
                i++;
            }
            if (i == start) {
                return false;
            }
            if (i == length) {
                return true;
            }
            i = behindSeparator(text, i);
        }
    }

    /** Where the next run must begin; the same place when there is no separator. */
    private static int behindSeparator(String text, int i) {
        char c = text.charAt(i);
        if (c == '/' || c == '.') {
            return i + 1;
        }
        int end = i;
        int most = c == '_' ? i + 2 : text.length();
        while ((c == '_' || c == '-')
                && end < text.length()
                && end < most
                && text.charAt(end) == c) {
            end++;
        }
        return end;
    }

    private static boolean isAlphanumeric(char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    }

    @Override
    public int compareTo(RepositoryName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
