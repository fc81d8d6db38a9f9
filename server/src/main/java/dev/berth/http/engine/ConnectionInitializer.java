package dev.berth.http.engine;

import dev.berth.http.HttpConfig;
import dev.berth.http.Peer;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Sets up accepted connections, and closes those beyond the limit. */
final class ConnectionInitializer extends ChannelInitializer<SocketChannel> {
    /** The largest buffer that one read fills; what a body's pieces are made of. */
    static final int LARGEST_READ = 128 << 10;

    private final Service service;
    private final @Nullable SslContext tls;
    private final ChannelGroup connections;
    private final AtomicInteger open = new AtomicInteger();

    ConnectionInitializer(Service service, @Nullable SslContext tls, ChannelGroup connections) {
        this.service = service;
        this.tls = tls;
        this.connections = connections;
    }

    @Override
    protected void initChannel(SocketChannel channel) {
        HttpConfig config = service.config();
        if (open.incrementAndGet() > config.limits().connections()
                || service.stopping().get()
                || channel.remoteAddress() == null) {
            open.decrementAndGet();
            channel.unsafe().closeForcibly();
            return;
        }
        channel.closeFuture().addListener(_ -> open.decrementAndGet());
        connections.add(channel);
        if (tls == null) {
            channel.config().setAllowHalfClosure(true);
        } else {
            SslHandler handler = tls.newHandler(channel.alloc());
            handler.setHandshakeTimeoutMillis(config.timeouts().handshake().toMillis());
            channel.pipeline().addLast(handler);
        }
        var decoder = new RequestDecoder(config.limits(), LARGEST_READ);
        var peer = new Peer(channel.remoteAddress().getAddress(), tls != null);
        channel.pipeline()
                .addLast(decoder)
                .addLast(new Connection(channel, service, decoder, peer));
    }
}
