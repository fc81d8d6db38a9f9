package dev.berth.api.edge;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Takes forwarded headers apart: the standard one (RFC 7239) and the lists that came before it. */
final class Forwarded {
    private Forwarded() {}

    /** The elements of a header that may come several times, in their order. */
    static List<String> elements(List<String> fields) {
        var elements = new ArrayList<String>();
        for (String field : fields) {
            for (String element : split(field, ',')) {
                if (!element.isEmpty()) {
                    elements.add(element);
                }
            }
        }
        return elements;
    }

    /** The value of a parameter such as {@code proto=https}, without its quotes. */
    static Optional<String> parameter(String element, String name) {
        for (String pair : split(element, ';')) {
            int equals = pair.indexOf('=');
            if (equals > 0 && pair.substring(0, equals).strip().equalsIgnoreCase(name)) {
                return Optional.of(unquote(pair.substring(equals + 1).strip()));
            }
        }
        return Optional.empty();
    }

    /** An address with or without a port, IPv6 in brackets or bare; no names, no obfuscation. */
    static Optional<InetAddress> address(String text) {
        String address = text;
        int bracket = text.indexOf(']');
        int colon = text.indexOf(':');
        if (text.startsWith("[") && bracket > 0) {
            address = text.substring(1, bracket);
        } else if (colon > 0 && colon == text.lastIndexOf(':')) {
            address = text.substring(0, colon);
        }
        try {
            return Optional.of(InetAddress.ofLiteral(address));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * Splits where the separator stands outside of quotes. It looks from the end, which the nearest
     * proxy wrote: a quote that a client leaves open before it must not swallow that.
     */
    private static List<String> split(String text, char separator) {
        var parts = new ArrayList<String>();
        boolean quoted = false;
        int end = text.length();
        for (int i = text.length() - 1; i >= 0; i--) {
            char c = text.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == separator && !quoted) {
                parts.add(text.substring(i + 1, end).strip());
                end = i;
            }
        }
        parts.add(text.substring(0, end).strip());
        return parts.reversed();
    }

    private static String unquote(String text) {
        return text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"")
                ? text.substring(1, text.length() - 1)
                : text;
    }
}
