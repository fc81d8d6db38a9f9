package dev.berth.http.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.http.Handler;
import dev.berth.http.Headers;
import dev.berth.http.HttpConfig;
import dev.berth.http.IncompleteBodyException;
import dev.berth.http.Peer;
import dev.berth.http.Response;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

@SuppressWarnings("FutureReturnValueIgnored") // an embedded channel closes at once
class ConnectionTest {
    private final Queue<Runnable> requests = new ArrayDeque<>();
    private final List<String> failures = new ArrayList<>();

    private Handler readsTheBody() {
        return request -> {
            try {
                request.body().next();
            } catch (IncompleteBodyException e) {
                failures.add(String.valueOf(e.getMessage()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return Response.of(200, Headers.empty());
        };
    }

    /** Who waits for a body in vain is told so soon, and for another reason. */
    private static HttpConfig impatient() {
        var timeouts = HttpConfig.Timeouts.DEFAULT;
        return TestServer.config()
                .withTimeouts(
                        new HttpConfig.Timeouts(
                                timeouts.header(),
                                timeouts.handshake(),
                                timeouts.idle(),
                                Duration.ofMillis(100),
                                1024,
                                timeouts.write(),
                                timeouts.linger()));
    }

    private EmbeddedChannel connection() {
        HttpConfig config = impatient();
        var service =
                new Service(
                        config,
                        readsTheBody(),
                        new ResponseHead(new DateField(InstantSource.system())),
                        new BodyMemory(1 << 20, 1 << 16, 1 << 24),
                        requests::add,
                        new AtomicBoolean());
        var decoder = new RequestDecoder(config.limits(), ConnectionInitializer.LARGEST_READ);
        var channel = new EmbeddedChannel(decoder);
        var peer = new Peer(InetAddress.ofLiteral("127.0.0.1"), false);
        channel.pipeline().addLast(new Connection(channel, service, decoder, peer));
        return channel;
    }

    private static ByteBuf headOfUpload() {
        return Unpooled.copiedBuffer(
                "POST /x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n",
                StandardCharsets.US_ASCII);
    }

    /** No handler is told that such a channel is inactive: it has none by then. */
    @Test
    void failsTheBodyAlsoWhenClosedWhileItsChannelIsRegisteredAnew() {
        EmbeddedChannel channel = connection();
        channel.writeInbound(headOfUpload());

        channel.eventLoop().execute(() -> channel.pipeline().close());
        channel.deregister();
        requests.remove().run();

        assertThat(failures).containsExactly("the client closed the connection");
    }

    @Test
    void failsTheBodyWhenClosed() {
        EmbeddedChannel channel = connection();
        channel.writeInbound(headOfUpload());

        channel.close();
        requests.remove().run();

        assertThat(failures).containsExactly("the client closed the connection");
    }
}
