package dev.berth.api.v2;

import java.util.Optional;

/**
 * The Content-Range of a chunk: {@code first-last} as the OCI specification wants it. HTTP's own
 * form, {@code bytes first-last/total}, is understood too: some HTTP libraries send no other.
 */
record ContentRange(long first, long last) {
    /** Enough for every layer, too few to overflow. */
    private static final int MAX_DIGITS = 18;

    long length() {
        return last - first + 1;
    }

    static Optional<ContentRange> tryParse(String field) {
        String text = field.strip();
        if (text.regionMatches(true, 0, "bytes ", 0, 6)) {
            text = text.substring(6).strip();
        }
        int slash = text.indexOf('/');
        String range = slash < 0 ? text : text.substring(0, slash);
        int dash = range.indexOf('-');
        if (dash < 0 || !isNumber(range, 0, dash) || !isNumber(range, dash + 1, range.length())) {
            return Optional.empty();
        }
        long first = Long.parseLong(range, 0, dash, 10);
        long last = Long.parseLong(range, dash + 1, range.length(), 10);
        return last < first ? Optional.empty() : Optional.of(new ContentRange(first, last));
    }

    private static boolean isNumber(String text, int start, int end) {
        for (int i = start; i < end; i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return end > start && end - start <= MAX_DIGITS;
    }
}
