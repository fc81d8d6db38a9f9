package dev.berth.http;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where to listen and what to put up with.
 *
 * @param listen addresses, all with the same port; port 0 picks a free one
 * @param tls null for plain HTTP
 * @param threads event loops; 0 takes one for each processor
 */
public record HttpConfig(
        List<InetSocketAddress> listen,
        @Nullable Tls tls,
        int threads,
        Limits limits,
        Timeouts timeouts) {
    public static final int DEFAULT_PORT = 5327;

    public HttpConfig {
        listen = List.copyOf(listen);
        if (listen.isEmpty()) {
            throw new IllegalArgumentException("no address to listen on");
        }
        int port = listen.getFirst().getPort();
        if (listen.stream().anyMatch(address -> address.getPort() != port)) {
            throw new IllegalArgumentException("all addresses must have the same port");
        }
        if (threads < 0) {
            throw new IllegalArgumentException("a negative number of threads");
        }
    }

    /** Certificate chain and private key (PKCS#8), both PEM. */
    public record Tls(Path certificate, Path key, Provider provider) {
        public Tls(Path certificate, Path key) {
            this(certificate, key, Provider.FASTEST);
        }

        /** Who encrypts: OpenSSL where its library loads, or the JDK. */
        public enum Provider {
            FASTEST,
            JDK
        }
    }

    /**
     * In bytes but for {@code connections}.
     *
     * @param body what of one request's body is held in memory while its handler does not read
     * @param bodies what the bodies of all connections hold together; 0 takes three quarters of
     *     what the virtual machine may allocate outside of its heap. Beyond two thirds of it, each
     *     holds no more than one read
     * @param drain how much of a body that nobody read is swallowed to keep the connection
     */
    public record Limits(
            int requestLine, int header, int connections, int body, long bodies, int drain) {
        public static final Limits DEFAULT =
                new Limits(16 << 10, 32 << 10, 10_000, 1 << 20, 0, 256 << 10);
    }

    /**
     * How long the other side may take.
     *
     * @param header from the first byte of a request's header to its last
     * @param idle between two requests
     * @param body the time over which {@code bodyRate} is measured, not counting what we wait for
     *     ourselves
     * @param bodyRate bytes a second that a body must bring
     * @param write without any progress while an answer is sent
     * @param linger for a client to read an early answer while it still sends
     */
    public record Timeouts(
            Duration header,
            Duration handshake,
            Duration idle,
            Duration body,
            int bodyRate,
            Duration write,
            Duration linger) {
        public static final Timeouts DEFAULT =
                new Timeouts(
                        Duration.ofSeconds(15),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(75),
                        Duration.ofSeconds(30),
                        1024,
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(10));
    }

    /** Both loopback addresses, whatever else is default. */
    public static HttpConfig loopback(int port) {
        return listening(
                List.of(
                        new InetSocketAddress(loopback("127.0.0.1"), port),
                        new InetSocketAddress(loopback("::1"), port)));
    }

    public static HttpConfig listening(List<InetSocketAddress> addresses) {
        return new HttpConfig(addresses, null, 0, Limits.DEFAULT, Timeouts.DEFAULT);
    }

    public HttpConfig withTls(Tls changed) {
        return new HttpConfig(listen, changed, threads, limits, timeouts);
    }

    public HttpConfig withThreads(int changed) {
        return new HttpConfig(listen, tls, changed, limits, timeouts);
    }

    public HttpConfig withLimits(Limits changed) {
        return new HttpConfig(listen, tls, threads, changed, timeouts);
    }

    public HttpConfig withTimeouts(Timeouts changed) {
        return new HttpConfig(listen, tls, threads, limits, changed);
    }

    private static InetAddress loopback(String literal) {
        return InetAddress.ofLiteral(literal);
    }
}
