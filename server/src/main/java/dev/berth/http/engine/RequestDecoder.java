package dev.berth.http.engine;

import dev.berth.http.HttpConfig;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.List;

/**
 * Netty's decoder, one request at a time: after the last byte of one it stands still until {@link
 * #resume}. It also refuses folded header lines, which Netty would join, and knows a TLS hello.
 */
final class RequestDecoder extends HttpRequestDecoder {
    private static final byte TLS_HANDSHAKE = 0x16;

    /** How a client is told that tried TLS on a plain port. */
    static final class TlsHello extends Exception {
        private static final long serialVersionUID = 1;

        TlsHello() {
            super("TLS on a plain port", null, false, false);
        }
    }

    private boolean first = true;
    private boolean inBody;
    private boolean lineSeen;
    private boolean headPending;
    private boolean paused;
    private boolean reading;

    RequestDecoder(HttpConfig.Limits limits, int largestPiece) {
        super(
                new HttpDecoderConfig()
                        .setMaxInitialLineLength(limits.requestLine())
                        .setMaxHeaderSize(limits.header())
                        .setMaxChunkSize(largestPiece)
                        .setInitialBufferSize(512)
                        .setStrictLineParsing(true)
                        .setUseRfc9112TransferEncoding(true));
    }

    /** Whether a header has begun that has not ended yet. */
    boolean headPending() {
        return headPending;
    }

    /** Whether bytes have arrived that belong to a later request. */
    boolean holdsMore() {
        return actualReadableBytes() > 0;
    }

    /** Goes on with the next request, with what has arrived of it. */
    void resume(Channel channel) throws Exception {
        paused = false;
        if (!reading && holdsMore()) {
            channelRead(channel.pipeline().context(this), Unpooled.EMPTY_BUFFER);
        }
        if (!paused) {
            Transport.readOn(channel);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object input) throws Exception {
        if (paused) {
            ctx.channel().config().setAutoRead(false);
        }
        reading = true;
        try {
            super.channelRead(ctx, input);
        } finally {
            reading = false;
        }
    }

    /** Netty would ask for more as long as nothing comes out; standing still, nothing does. */
    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) throws Exception {
        if (paused) {
            ctx.fireChannelReadComplete();
        } else {
            super.channelReadComplete(ctx);
        }
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf buffer, List<Object> out)
            throws Exception {
        if (paused || !buffer.isReadable()) {
            return;
        }
        if (first) {
            first = false;
            if (buffer.getByte(buffer.readerIndex()) == TLS_HANDSHAKE) {
                refuse(buffer, out, new TlsHello());
                return;
            }
        }
        if (!inBody && folded(buffer)) {
            refuse(buffer, out, new IllegalArgumentException("folded header line"));
            return;
        }
        super.decode(ctx, buffer, out);
        if (out.isEmpty()) {
            headPending = !inBody;
            return;
        }
        headPending = false;
        lineSeen = false;
        inBody = !(out.getLast() instanceof LastHttpContent);
        paused = !inBody;
    }

    private void refuse(ByteBuf buffer, List<Object> out, Exception reason) {
        buffer.skipBytes(buffer.readableBytes());
        var request = new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/");
        request.setDecoderResult(DecoderResult.failure(reason));
        out.add(request);
        paused = true;
    }

    /** Looks through the lines that {@code super.decode} is about to take. */
    private boolean folded(ByteBuf buffer) {
        int line = buffer.readerIndex();
        int end = buffer.writerIndex();
        while (line < end) {
            byte firstByte = buffer.getByte(line);
            if (firstByte == ' ' || firstByte == '\t') {
                return true;
            }
            boolean blank = firstByte == '\r' || firstByte == '\n';
            if (blank && lineSeen) {
                return false;
            }
            int feed = buffer.indexOf(line, end, (byte) '\n');
            if (feed < 0) {
                return false;
            }
            lineSeen |= !blank;
            line = feed + 1;
        }
        return false;
    }
}
