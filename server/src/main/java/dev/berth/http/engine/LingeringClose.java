package dev.berth.http.engine;

import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Ends a connection whose client still sends: closing at once would reset it, and the client would
 * lose the answer it has not read yet. So only our side is closed, and what comes is thrown away
 * until the client closes its own, or time is up. Stands before all other handlers.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write or close ends the connection
final class LingeringClose extends ChannelInboundHandlerAdapter {
    private final Duration longest;

    LingeringClose(Duration longest) {
        this.longest = longest;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        var channel = (DuplexChannel) ctx.channel();
        channel.eventLoop()
                .schedule(() -> channel.close(), longest.toNanos(), TimeUnit.NANOSECONDS);
        @Nullable SslHandler tls = ctx.pipeline().get(SslHandler.class);
        if (tls == null) {
            shutDown(channel);
        } else {
            tls.closeOutbound().addListener(_ -> shutDown(channel));
        }
        Transport.readOn(channel);
    }

    private static void shutDown(DuplexChannel channel) {
        channel.shutdownOutput().addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ReferenceCountUtil.release(message);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            ctx.close();
        } else {
            ctx.fireUserEventTriggered(event);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }
}
