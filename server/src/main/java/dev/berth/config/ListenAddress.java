package dev.berth.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a server listens: a literal address and a port; port 0 takes any free one. */
public record ListenAddress(InetAddress address, int port) {
    private static final Pattern FORM =
            Pattern.compile("(?:\\[([0-9A-Fa-f:.]+)]|([^:\\[\\]]+)):([0-9]{1,5})");
    private static final int LAST_PORT = 65_535;

    /** {@code 127.0.0.1:5327}, {@code [::1]:5327} or {@code localhost:5327}; no other name. */
    public static Optional<ListenAddress> tryParse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int port = Integer.parseInt(matcher.group(3));
        String host = matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
        try {
            return port > LAST_PORT
                    ? Optional.empty()
                    : Optional.of(new ListenAddress(address(host), port));
        } catch (IllegalArgumentException | UnknownHostException _) {
            return Optional.empty();
        }
    }

    private static InetAddress address(String host) throws UnknownHostException {
        return host.equals("localhost")
                ? InetAddress.getByAddress(host, new byte[] {127, 0, 0, 1})
                : InetAddress.ofLiteral(host);
    }

    public InetSocketAddress socketAddress() {
        return new InetSocketAddress(address, port);
    }

    @Override
    public String toString() {
        String host = address.getHostAddress();
        return (host.contains(":") ? "[" + compressed(host) + "]" : host) + ":" + port;
    }

    private static String compressed(String host) {
        return switch (host) {
            case "0:0:0:0:0:0:0:1" -> "::1";
            case "0:0:0:0:0:0:0:0" -> "::";
            default -> host;
        };
    }
}
