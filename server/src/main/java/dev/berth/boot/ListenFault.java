package dev.berth.boot;

import dev.berth.config.ListenAddress;
import java.net.BindException;

/** Says why a server cannot listen, in the words of its user instead of the system's. */
final class ListenFault {
    private ListenFault() {}

    /** The engine's message is the address, a colon and the system's own words. */
    static CannotStart of(BindException e) {
        String[] parts = String.valueOf(e.getMessage()).split(": ", 2);
        String address =
                ListenAddress.tryParse(parts[0])
                        .filter(_ -> parts[0].startsWith("["))
                        .map(ListenAddress::toString)
                        .orElse(parts[0]);
        return new CannotStart("cannot listen on %s: %s".formatted(address, reason(parts[1])), e);
    }

    private static String reason(String text) {
        if (text.endsWith("in use")) {
            return "the port is taken; --listen HOST:PORT names another";
        }
        if (text.endsWith("Permission denied")) {
            return "this user may not use the port; --listen HOST:PORT names another";
        }
        if (text.endsWith("Cannot assign requested address")) {
            return "this machine has no such address";
        }
        return text;
    }
}
