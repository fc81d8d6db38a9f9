package dev.berth.db;

/** Where the words of a statement end. */
final class SqlWords {
    private SqlWords() {}

    static boolean isQuote(char c) {
        return c == '\'' || c == '"';
    }

    /** Behind the closing quote; a doubled quote ends one text and begins the next. */
    static int endOfQuoted(String sql, int begin) {
        int end = sql.indexOf(sql.charAt(begin), begin + 1);
        if (end < 0) {
            throw new IllegalArgumentException("a quote is not closed: " + sql);
        }
        return end + 1;
    }

    /** Comments are not understood: a quote or a colon in one would be taken for what it is not. */
    static void refuseComment(String sql, int at) {
        if (sql.startsWith("--", at) || sql.startsWith("/*", at)) {
            throw new IllegalArgumentException("a statement must not hold a comment: " + sql);
        }
    }

    /** Behind the letters, digits and underscores that stand here; here where none do. */
    static int endOfName(String sql, int begin) {
        int end = begin;
        while (end < sql.length() && isPartOfName(sql.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean isPartOfName(char c) {
        return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || isDigit(c);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
