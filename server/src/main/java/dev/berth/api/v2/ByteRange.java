package dev.berth.api.v2;

/** What a Range field asks of content of a known size (RFC 9110, section 14). */
sealed interface ByteRange {

    /** All of it: no range, one that need not be understood, or several at once. */
    record Whole() implements ByteRange {}

    /** From {@code first} to {@code last}, both included. */
    record Part(long first, long last) implements ByteRange {
        long length() {
            return last - first + 1;
        }

        String contentRange(long size) {
            return "bytes " + first + "-" + last + "/" + size;
        }
    }

    /** Nothing of the content lies in it. */
    record Unsatisfiable() implements ByteRange {}

    String UNIT = "bytes=";
    ByteRange WHOLE = new Whole();
    ByteRange UNSATISFIABLE = new Unsatisfiable();

    static ByteRange parse(String field, long size) {
        if (!field.regionMatches(true, 0, UNIT, 0, UNIT.length())) {
            return WHOLE;
        }
        String range = field.substring(UNIT.length()).strip();
        int dash = range.indexOf('-');
        if (dash < 0) {
            return WHOLE;
        }
        String first = range.substring(0, dash);
        String last = range.substring(dash + 1);
        if (!isDigits(first) || !isDigits(last) || (first.isEmpty() && last.isEmpty())) {
            return WHOLE;
        }
        return first.isEmpty() ? suffix(number(last), size) : part(first, last, size);
    }

    private static ByteRange part(String first, String last, long size) {
        long from = number(first);
        long to = last.isEmpty() ? Long.MAX_VALUE : number(last);
        return from >= size || to < from ? UNSATISFIABLE : new Part(from, Math.min(to, size - 1));
    }

    /** The last bytes; all of them where there are not as many. */
    private static ByteRange suffix(long length, long size) {
        if (length == 0) {
            return UNSATISFIABLE;
        }
        return size == 0 ? WHOLE : new Part(Math.max(0, size - length), size - 1);
    }

    private static boolean isDigits(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    /** Numbers beyond all content are as large as can be. */
    private static long number(String digits) {
        long value = 0;
        for (int i = 0; i < digits.length(); i++) {
            if (value > (Long.MAX_VALUE - 9) / 10) {
                return Long.MAX_VALUE;
            }
            value = 10 * value + (digits.charAt(i) - '0');
        }
        return value;
    }
}
