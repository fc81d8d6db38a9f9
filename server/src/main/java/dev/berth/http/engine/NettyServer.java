package dev.berth.http.engine;

import dev.berth.http.Handler;
import dev.berth.http.HttpConfig;
import dev.berth.http.HttpServer;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.ssl.SslContext;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** {@link HttpServer} on Netty. */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write or close ends the connection
public final class NettyServer implements HttpServer {
    /** How often a free port of one address may turn out to be taken on another. */
    private static final int PORT_ATTEMPTS = 20;

    private final HttpConfig config;
    private final Handler handler;
    private final InstantSource clock;
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final List<Channel> listeners = new ArrayList<>();
    private @Nullable Running running;

    /** What a started server has to close again. */
    private record Running(
            Transport transport, ExecutorService requests, @Nullable SslContext tls) {}

    public NettyServer(HttpConfig config, Handler handler, InstantSource clock) {
        this.config = config;
        this.handler = handler;
        this.clock = clock;
    }

    @Override
    public synchronized void start() throws IOException {
        if (running != null || stopping.get()) {
            throw new IllegalStateException("the server has been started before");
        }
        HttpConfig.Tls files = config.tls();
        @Nullable SslContext tls = files == null ? null : TlsSetup.context(files);
        var requests =
                Executors.newThreadPerTaskExecutor(
                        Thread.ofVirtual().name("request-", 0).factory());
        var started = new Running(Transport.open(config.threads()), requests, tls);
        running = started;
        try {
            listen(bootstrap(started));
        } catch (IOException | RuntimeException e) {
            stop(Duration.ZERO);
            throw e;
        }
    }

    private ServerBootstrap bootstrap(Running started) {
        var service =
                new Service(
                        config,
                        handler,
                        new ResponseHead(new DateField(clock)),
                        bodyMemory(config.limits()),
                        started.requests(),
                        stopping);
        int threads = started.transport().threads();
        return new ServerBootstrap()
                .group(started.transport().loops())
                .channel(started.transport().listener())
                .childOption(ChannelOption.ALLOCATOR, Transport.allocator(threads))
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(
                        ChannelOption.RECVBUF_ALLOCATOR,
                        new AdaptiveRecvByteBufAllocator(
                                512, 2048, ConnectionInitializer.LARGEST_READ))
                .childOption(
                        ChannelOption.WRITE_BUFFER_WATER_MARK,
                        new WriteBufferWaterMark(PieceSource.PIECE, 2 * PieceSource.PIECE))
                .childHandler(new ConnectionInitializer(service, started.tls(), connections));
    }

    private static BodyMemory bodyMemory(HttpConfig.Limits limits) {
        return new BodyMemory(
                limits.body(),
                ConnectionInitializer.LARGEST_READ,
                limits.bodies() == 0 ? BodyMemory.ofThisMachine() : limits.bodies());
    }

    private void listen(ServerBootstrap bootstrap) throws IOException {
        List<InetSocketAddress> here =
                config.listen().stream().filter(NettyServer::isOfThisMachine).toList();
        if (here.isEmpty()) {
            throw new BindException(
                    named(config.listen().getFirst()) + ": this machine has no such address");
        }
        int attempts = here.getFirst().getPort() == 0 ? PORT_ATTEMPTS : 1;
        while (!bindAll(bootstrap, here, attempts == 1)) {
            attempts--;
        }
    }

    /** False when the port that the first address got is taken on another one. */
    private boolean bindAll(
            ServerBootstrap bootstrap, List<InetSocketAddress> addresses, boolean lastAttempt)
            throws IOException {
        int port = addresses.getFirst().getPort();
        for (InetSocketAddress address : addresses) {
            var withPort = new InetSocketAddress(address.getAddress(), port);
            ChannelFuture bound = bootstrap.bind(withPort).awaitUninterruptibly();
            if (!bound.isSuccess()) {
                if (!lastAttempt && !listeners.isEmpty()) {
                    closeListeners();
                    return false;
                }
                throw (BindException)
                        new BindException(named(withPort) + ": " + reason(bound.cause()))
                                .initCause(bound.cause());
            }
            listeners.add(bound.channel());
            port = port();
        }
        return true;
    }

    private static boolean isOfThisMachine(InetSocketAddress address) {
        InetAddress host = address.getAddress();
        try {
            return host != null
                    && (host.isAnyLocalAddress()
                            || NetworkInterface.getByInetAddress(host) != null);
        } catch (IOException e) {
            return false;
        }
    }

    private static String named(InetSocketAddress address) {
        String host = address.getHostString();
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + address.getPort();
    }

    private static String reason(@Nullable Throwable cause) {
        String message = cause == null ? null : cause.getMessage();
        return message == null ? "cannot listen" : message;
    }

    @Override
    public List<InetSocketAddress> addresses() {
        return listeners.stream()
                .map(channel -> (InetSocketAddress) channel.localAddress())
                .toList();
    }

    @Override
    public int port() {
        if (listeners.isEmpty()) {
            throw new IllegalStateException("the server does not listen");
        }
        return ((InetSocketAddress) listeners.getFirst().localAddress()).getPort();
    }

    @Override
    public synchronized void stop(Duration grace) {
        Running stopped = running;
        if (stopped == null) {
            return;
        }
        running = null;
        long end = System.nanoTime() + grace.toNanos();
        stopping.set(true);
        closeListeners();
        for (Channel channel : connections) {
            channel.eventLoop().execute(() -> drain(channel));
        }
        connections
                .newCloseFuture()
                .awaitUninterruptibly(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        connections.close().awaitUninterruptibly();
        stopped.requests().shutdown();
        awaitRequests(stopped.requests(), end);
        stopped.transport()
                .loops()
                .shutdownGracefully(0, 5, TimeUnit.SECONDS)
                .awaitUninterruptibly();
        ReferenceCountUtil.release(stopped.tls());
    }

    private static void drain(Channel channel) {
        var connection = channel.pipeline().get(Connection.class);
        if (connection != null) {
            connection.drain();
        }
    }

    private void closeListeners() {
        listeners.forEach(channel -> channel.close().awaitUninterruptibly());
        listeners.clear();
    }

    /** Requests whose client is gone may still be at work; they get what is left of the time. */
    private static void awaitRequests(ExecutorService requests, long end) {
        try {
            long left = Math.max(0, end - System.nanoTime());
            if (!requests.awaitTermination(left, TimeUnit.NANOSECONDS)) {
                requests.shutdownNow();
            }
        } catch (InterruptedException e) {
            requests.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
