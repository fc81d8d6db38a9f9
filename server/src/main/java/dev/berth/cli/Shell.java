package dev.berth.cli;

/** Words as a POSIX shell reads them. */
final class Shell {
    private Shell() {}

    /** The word itself where it is harmless, else in single quotes. */
    static String quote(String word) {
        return word.matches("[A-Za-z0-9_@%+=:,./-]+")
                ? word
                : "'" + word.replace("'", "'\\''") + "'";
    }
}
