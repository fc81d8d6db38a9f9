package dev.berth.http.engine;

import dev.berth.http.Handler;
import dev.berth.http.HttpConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** A server on a free loopback port, for one test. */
final class TestServer implements AutoCloseable {
    private final NettyServer server;

    private TestServer(NettyServer server) {
        this.server = server;
    }

    static HttpConfig config() {
        return HttpConfig.listening(
                List.of(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0)));
    }

    static TestServer of(Handler handler) {
        return of(config(), handler);
    }

    static TestServer of(HttpConfig config, Handler handler) {
        var server = new NettyServer(config, handler, InstantSource.system());
        try {
            server.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new TestServer(server);
    }

    int port() {
        return server.port();
    }

    NettyServer server() {
        return server;
    }

    Wire connect() {
        return Wire.connect(port());
    }

    @Override
    public void close() {
        server.stop(Duration.ZERO);
    }
}
