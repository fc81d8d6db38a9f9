package dev.berth.api.edge;

import java.net.InetAddress;

/**
 * The server as a client sees it, and the client as the server should: what forwarded headers of a
 * trusted proxy say, else the connection itself.
 *
 * @param scheme {@code http} or {@code https}
 * @param host host and port as the client wrote them
 */
public record ClientView(String scheme, String host, InetAddress address) {

    /** Scheme and host, without a slash at the end; what absolute addresses begin with. */
    public String origin() {
        return scheme + "://" + host;
    }

    public boolean tls() {
        return scheme.equals("https");
    }
}
