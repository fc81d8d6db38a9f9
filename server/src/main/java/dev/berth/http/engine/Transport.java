package dev.berth.http.engine;

import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** The system's sockets: epoll where its library loads, the JDK's selectors elsewhere. */
@SuppressWarnings("FutureReturnValueIgnored") // a failed registration closes the connection
record Transport(EventLoopGroup loops, Class<? extends ServerChannel> listener, int threads) {
    private static final int TCP_ESTABLISHED = 1;

    static Transport open(int configuredThreads) {
        int threads =
                configuredThreads > 0
                        ? configuredThreads
                        : Runtime.getRuntime().availableProcessors();
        return Epoll.isAvailable()
                ? new Transport(
                        loops(threads, EpollIoHandler.newFactory()),
                        EpollServerSocketChannel.class,
                        threads)
                : new Transport(
                        loops(threads, NioIoHandler.newFactory()),
                        NioServerSocketChannel.class,
                        threads);
    }

    private static EventLoopGroup loops(int threads, IoHandlerFactory handlers) {
        var number = new AtomicInteger();
        ThreadFactory factory = task -> new EventLoopThread(task, number.incrementAndGet());
        return new MultiThreadIoEventLoopGroup(threads, factory, handlers);
    }

    /**
     * One direct arena for each event loop, in chunks of 1 MB. Caches of threads would strand
     * memory: the buffers of uploads are freed by the threads that wrote them to disk.
     */
    static PooledByteBufAllocator allocator(int arenas) {
        return new PooledByteBufAllocator(true, 0, arenas, 8192, 7, 256, 0, false);
    }

    /** Holds back a header until the body that follows fills the packet; only epoll can. */
    static void cork(Channel channel, boolean on) {
        if (channel instanceof EpollSocketChannel && channel.isActive()) {
            channel.config().setOption(EpollChannelOption.TCP_CORK, on);
        }
    }

    /**
     * Reads a connection on. If its client ended it while it was not read, epoll was asked for
     * nothing more and forgot the socket; to be told of what still lies there, it is registered
     * anew. So is any other that is no longer open both ways, also one that we ended first: its
     * state does not tell whether epoll still knows it.
     */
    static void readOn(Channel channel) {
        if (channel instanceof EpollSocketChannel socket
                && socket.isActive()
                && !socket.config().isAutoRead()
                && socket.tcpInfo().state() != TCP_ESTABLISHED) {
            var loop = socket.eventLoop();
            socket.deregister()
                    .addListener(_ -> {
                        socket.config().setAutoRead(true);
                        loop.register(socket);
                    });
        } else {
            channel.config().setAutoRead(true);
        }
    }
}
