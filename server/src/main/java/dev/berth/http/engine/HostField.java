package dev.berth.http.engine;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The form of an authority: a name, an IPv4 address or one of IPv6 in brackets; and a port. */
final class HostField {
    private static final int LONGEST = 255 + 6;

    private HostField() {}

    /** In lower case; null where it is malformed. */
    static @Nullable String normalized(String text) {
        if (text.isEmpty() || text.length() > LONGEST) {
            return null;
        }
        int end = text.charAt(0) == '[' ? endOfAddress(text) : endOfName(text);
        if (end <= 0 || !portFollows(text, end)) {
            return null;
        }
        return text.toLowerCase(Locale.ROOT);
    }

    private static int endOfName(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!letterOrDigit(c) && c != '.' && c != '-' && c != '_') {
                return i;
            }
        }
        return text.length();
    }

    private static int endOfAddress(String text) {
        for (int i = 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == ']') {
                return i > 2 ? i + 1 : -1;
            }
            if (Character.digit(c, 16) < 0 && c != ':' && c != '.') {
                return -1;
            }
        }
        return -1;
    }

    private static boolean portFollows(String text, int start) {
        if (start == text.length()) {
            return true;
        }
        int digits = text.length() - start - 1;
        if (text.charAt(start) != ':' || digits < 1 || digits > 5) {
            return false;
        }
        int port = 0;
        for (int i = start + 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return false;
            }
            port = port * 10 + (c - '0');
        }
        return port <= 65535;
    }

    private static boolean letterOrDigit(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }
}
