package dev.berth.http.engine;

import dev.berth.http.HttpConfig;
import dev.berth.http.Peer;
import dev.berth.http.Request;
import dev.berth.http.RequestBody;
import dev.berth.runtime.WouldBlock;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection: takes requests one after another, has each answered, on the event loop or on a
 * thread of its own, and guards the deadlines. Its state belongs to the event loop, and stands in
 * one file because whatever may happen to a connection, at any time, changes the same few fields.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write or close ends the connection
final class Connection extends ChannelInboundHandlerAdapter implements IncomingBody.Flow {
    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);
    private static final RequestBody NO_BODY = RequestBody.empty();

    private final Channel channel;
    private final Service service;
    private final HttpConfig.Timeouts timeouts;
    private final RequestDecoder decoder;
    private final Peer peer;
    private final ResponseWriter writer;
    private final Deadline deadline;
    private @Nullable Exchange exchange;
    private boolean headTimed;
    private boolean inputClosed;
    private boolean ending;

    Connection(Channel channel, Service service, RequestDecoder decoder, Peer peer) {
        this.channel = channel;
        this.service = service;
        this.timeouts = service.config().timeouts();
        this.decoder = decoder;
        this.peer = peer;
        this.writer = new ResponseWriter(channel, service.heads());
        this.deadline = new Deadline(channel, this::expired);
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        timeHead();
    }

    private void timeHead() {
        headTimed = true;
        deadline.set(timeouts.header());
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (ending) {
            ReferenceCountUtil.release(message);
        } else if (message instanceof HttpRequest request) {
            begin(request);
        } else if (message instanceof HttpContent content) {
            arrived(content);
        } else {
            ReferenceCountUtil.release(message);
        }
    }

    /** A header that has begun must end in time; how often it is fed does not count. */
    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (exchange == null && !headTimed && !ending && decoder.headPending()) {
            timeHead();
        }
    }

    private void begin(HttpRequest request) {
        deadline.clear();
        headTimed = false;
        if (request.decoderResult().cause() instanceof RequestDecoder.TlsHello) {
            ending = true;
            end(writer.write(Outgoing.refusal(400), false, true), channel::close);
            return;
        }
        Head head;
        try {
            head = HeadReader.read(request);
        } catch (HeadReader.Refused e) {
            refuse(e.status());
            return;
        }
        @Nullable IncomingBody body =
                head.hasBody()
                        ? new IncomingBody(head, timeouts, service.bodyMemory(), this)
                        : null;
        var begun = new Exchange(request(head, body), body, head.keepAlive());
        exchange = begun;
        if (body != null) {
            runOnOwnThread(begun);
        }
    }

    private Request request(Head head, @Nullable IncomingBody body) {
        Head.Target target = head.target();
        return new Request(
                target.method(),
                target.path(),
                target.rawQuery(),
                target.host(),
                head.headers(),
                body == null ? NO_BODY : body,
                peer);
    }

    private void arrived(HttpContent content) {
        Exchange current = exchange;
        if (current == null) {
            content.release();
            return;
        }
        if (content.decoderResult().isFailure()) {
            content.release();
            breakOff(current, "the chunks of the body are malformed");
            return;
        }
        boolean last = content instanceof LastHttpContent;
        if (current.body == null) {
            content.release();
            current.arrived = true;
            run(current);
            return;
        }
        if (!current.body.offer(content.content())) {
            channel.config().setAutoRead(false);
        }
        if (last) {
            current.body.end();
            current.arrived = true;
            if (current.sent) {
                next();
            }
        }
    }

    private void run(Exchange current) {
        if (current.mayRunOnEventLoop()) {
            Outgoing answer;
            try {
                answer = service.answer(current.request, channel.alloc());
            } catch (WouldBlock _) {
                runOnOwnThread(current);
                return;
            }
            answer(current, answer);
        } else {
            runOnOwnThread(current);
        }
    }

    private void runOnOwnThread(Exchange current) {
        try {
            service.requests().execute(() -> runHere(current));
        } catch (RejectedExecutionException e) {
            channel.close();
        }
    }

    private void runHere(Exchange current) {
        Outgoing answer;
        try {
            answer = service.answer(current.request, channel.alloc());
        } finally {
            if (current.body != null) {
                current.body.close();
            }
        }
        try {
            channel.eventLoop().execute(() -> answer(current, answer));
        } catch (RejectedExecutionException e) {
            answer.payload().release();
        }
    }

    private void answer(Exchange current, Outgoing answer) {
        if (current != exchange || ending || !channel.isActive()) {
            answer.payload().release();
            return;
        }
        current.answered = true;
        current.keepAlive &= !answer.last() && !service.stopping().get() && worthKeeping(current);
        boolean head = current.request.isHead();
        ChannelFuture written;
        try {
            written = writer.write(answer, head, !current.keepAlive);
        } catch (RuntimeException e) {
            LOG.atError().setCause(e).log("failed to write the header of a response");
            current.keepAlive = false;
            written = writer.write(Outgoing.refusal(500), head, true);
        }
        if (written.isDone()) {
            sent(current, written.isSuccess());
        } else {
            deadline.set(timeouts.write());
            written.addListener(future -> sent(current, future.isSuccess()));
        }
    }

    private boolean worthKeeping(Exchange current) {
        return current.arrived
                || (current.body != null
                        && current.body.nearlyComplete(service.config().limits().drain()));
    }

    private void sent(Exchange current, boolean success) {
        current.sent = true;
        if (!success) {
            channel.close();
        } else if (!current.keepAlive) {
            ending = true;
            if (inputClosed || (current.arrived && !decoder.holdsMore())) {
                channel.close();
            } else {
                linger();
            }
        } else if (current.arrived) {
            next();
        } else {
            deadline.set(timeouts.body());
        }
    }

    private void next() {
        exchange = null;
        if (service.stopping().get() || inputClosed) {
            channel.close();
            return;
        }
        deadline.set(timeouts.idle());
        try {
            decoder.resume(channel);
        } catch (Exception e) {
            channel.pipeline().fireExceptionCaught(e);
        }
    }

    private void refuse(int status) {
        ending = true;
        end(writer.write(Outgoing.refusal(status), false, true), this::linger);
    }

    private void end(ChannelFuture written, Runnable then) {
        deadline.set(timeouts.linger());
        written.addListener(_ -> then.run());
    }

    private void linger() {
        deadline.stop();
        if (channel.isActive()) {
            channel.pipeline().addFirst(new LingeringClose(timeouts.linger()));
        }
    }

    private void breakOff(Exchange current, String reason) {
        current.keepAlive = false;
        if (current.body != null && !current.arrived) {
            current.body.fail(reason);
        }
        if (current.sent) {
            channel.close();
        }
    }

    private void expired() {
        Exchange current = exchange;
        if (current == null && decoder.headPending() && !ending) {
            refuse(408);
        } else if (current != null && current.answered && !current.sent && writer.progressed()) {
            deadline.set(timeouts.write());
        } else {
            channel.close();
        }
    }

    /** Ends the connection as soon as it has no request in flight. */
    void drain() {
        if (exchange == null && !ending) {
            channel.close();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        writer.pump();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        switch (event) {
            case ChannelInputShutdownEvent _ -> inputEnded();
            case SslCloseCompletionEvent _ -> inputEnded();
            case SslHandshakeCompletionEvent handshake when handshake.isSuccess() -> timeHead();
            case SslHandshakeCompletionEvent _ -> channel.close();
            default -> {}
        }
    }

    private void inputEnded() {
        inputClosed = true;
        if (exchange != null) {
            breakOff(exchange, "the client closed the connection");
        } else if (!ending) {
            channel.close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        closed();
    }

    /** All that is told of a close which comes while the transport registers the channel anew. */
    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        closed();
    }

    private void closed() {
        deadline.stop();
        writer.abandon(new IOException("the connection is closed"));
        inputEnded();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (!(cause instanceof IOException) && !(cause instanceof DecoderException)) {
            LOG.atWarn().setCause(cause).log("failed to serve a connection");
        }
        channel.close();
    }

    @Override
    public void sendContinue() {
        execute(() -> {
            if (exchange != null && !exchange.answered && !ending) {
                channel.writeAndFlush(ResponseHead.continuation(channel.alloc()));
            }
        });
    }

    @Override
    public void readOn() {
        execute(() -> {
            if (channel.isActive()) {
                Transport.readOn(channel);
            }
        });
    }

    private void execute(Runnable task) {
        try {
            channel.eventLoop().execute(task);
        } catch (RejectedExecutionException e) {
            // the server has stopped, and with it the connection
            channel.close();
        }
    }
}
