package dev.berth.http;

import java.net.InetAddress;

/** The other end of a connection, before any forwarded header is believed. */
public record Peer(InetAddress address, boolean tls) {

    public String scheme() {
        return tls ? "https" : "http";
    }
}
