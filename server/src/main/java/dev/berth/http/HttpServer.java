package dev.berth.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/** Listens, and hands each request to a {@link Handler}. Start it once, stop it once. */
public interface HttpServer {

    /**
     * Listens on every configured address that this machine has.
     *
     * @throws java.net.BindException when an address is taken or none is there; it begins with
     *     {@code host:port}
     * @throws IOException when the certificate or its key cannot be used
     */
    void start() throws IOException;

    /** Where it listens; all on one port. */
    List<InetSocketAddress> addresses();

    int port();

    /**
     * Takes no new connections, closes idle ones, and lets requests in flight finish for at most
     * {@code grace}; what is left then is broken off.
     */
    void stop(Duration grace);
}
