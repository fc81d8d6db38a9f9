package dev.berth.oci;

import java.util.Optional;

/**
 * A tag by the grammar of the OCI distribution specification: {@code
 * [a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}}.
 */
public record Tag(String value) implements Comparable<Tag> {
    private static final int MAX_LENGTH = 128;

    public Tag {
        if (!isValid(value)) {
            throw new IllegalArgumentException("not a tag: " + value);
        }
    }

    public static Optional<Tag> tryParse(String text) {
        return isValid(text) ? Optional.of(new Tag(text)) : Optional.empty();
    }

    private static boolean isValid(String text) {
        if (text.isEmpty() || text.length() > MAX_LENGTH) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean word =
                    (c >= 'a' && c <= 'z')
                            || (c >= 'A' && c <= 'Z')
                            || (c >= '0' && c <= '9')
                            || c == '_';
            if (!word && (i == 0 || (c != '.' && c != '-'))) {
                return false;
            }
        }
        return true;
    }

    /** Byte order: the characters of a tag are ASCII. */
    @Override
    public int compareTo(Tag other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
