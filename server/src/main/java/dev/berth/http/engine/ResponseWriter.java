package dev.berth.http.engine;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Sends the answers of one connection, each as fast as the client takes it; event loop only. */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write or close ends the connection
final class ResponseWriter {

    /** Pieces on their way, and who waits for the last of them. */
    private record Transfer(PieceSource source, ChannelPromise done) {}

    private final Channel channel;
    private final ResponseHead heads;
    private @Nullable Transfer transfer;
    private boolean pumping;
    private long piecesSent;
    private long lastProgress;

    ResponseWriter(Channel channel, ResponseHead heads) {
        this.channel = channel;
        this.heads = heads;
    }

    /** Takes over the answer's payload, also when it throws. */
    ChannelFuture write(Outgoing answer, boolean head, boolean close) {
        int room =
                answer.payload() instanceof Outgoing.Inline(ByteBuffer content)
                        ? content.remaining()
                        : 0;
        ByteBuf start;
        try {
            start = heads.encode(answer, head, close, room, channel.alloc());
        } catch (RuntimeException e) {
            answer.payload().release();
            throw e;
        }
        return switch (answer.payload()) {
            case Outgoing.Nothing _ -> channel.writeAndFlush(start);
            case Outgoing.Inline(ByteBuffer content) ->
                    channel.writeAndFlush(start.writeBytes(content.duplicate()));
            case Outgoing.Whole(ByteBuf content) -> {
                channel.write(start);
                yield channel.writeAndFlush(content);
            }
            case Outgoing.Region(OpenFileRegion region) -> {
                Transport.cork(channel, true);
                channel.write(start);
                yield channel.writeAndFlush(region)
                        .addListener(_ -> Transport.cork(channel, false));
            }
            case Outgoing.Pieces(PieceSource source) -> {
                channel.write(start);
                var begun = new Transfer(source, channel.newPromise());
                transfer = begun;
                pump();
                yield begun.done();
            }
        };
    }

    /** Call whenever the connection takes more. */
    void pump() {
        if (pumping) {
            return;
        }
        pumping = true;
        try {
            while (transfer != null && channel.isWritable()) {
                sendPiece(transfer);
            }
        } finally {
            pumping = false;
        }
    }

    private void sendPiece(Transfer current) {
        ByteBuf piece;
        try {
            piece = current.source().next(channel.alloc());
        } catch (IOException e) {
            abandon(e);
            return;
        }
        piecesSent++;
        if (current.source().hasNext()) {
            channel.writeAndFlush(piece);
        } else {
            transfer = null;
            current.source().close();
            channel.writeAndFlush(piece, current.done());
        }
    }

    /** Gives up what is not sent yet. */
    void abandon(Throwable cause) {
        Transfer current = transfer;
        if (current != null) {
            transfer = null;
            current.source().close();
            current.done().tryFailure(cause);
        }
    }

    /** Whether the client has taken anything since the last time this was asked. */
    boolean progressed() {
        ChannelOutboundBuffer pending = channel.unsafe().outboundBuffer();
        if (pending == null) {
            return false;
        }
        long progress =
                (piecesSent * 31 + pending.currentProgress()) * 31
                        + pending.totalPendingWriteBytes();
        boolean changed = progress != lastProgress;
        lastProgress = progress;
        return changed;
    }
}
