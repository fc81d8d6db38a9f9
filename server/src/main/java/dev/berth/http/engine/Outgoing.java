package dev.berth.http.engine;

import dev.berth.http.Headers;
import dev.berth.http.Response;
import dev.berth.http.ResponseBody;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * An answer ready for the event loop: what had to be read for it has been read.
 *
 * @param last whether the connection ends with it, whatever the client asked for
 */
record Outgoing(int status, Headers headers, long length, Payload payload, boolean last) {
    /** Up to here a file is read into memory: beyond it, the copy costs more than two calls. */
    private static final int SMALL_FILE = 16 << 10;

    /** The same over TLS, which copies in any case. */
    private static final int SMALL_FILE_OVER_TLS = 128 << 10;

    /** Up to here bytes are copied behind the header. */
    private static final int SMALL_BYTES = 32 << 10;

    /** What follows the header on the wire. */
    sealed interface Payload {
        default void release() {}
    }

    enum Nothing implements Payload {
        NOTHING
    }

    /** Copied behind the header. */
    record Inline(ByteBuffer content) implements Payload {}

    /** Written with the header. */
    record Whole(ByteBuf content) implements Payload {
        @Override
        public void release() {
            content.release();
        }
    }

    /** Sent by the system out of a file. */
    record Region(OpenFileRegion region) implements Payload {
        @Override
        public void release() {
            region.release();
        }
    }

    /** Read piece by piece, as the client takes it. */
    record Pieces(PieceSource source) implements Payload {
        @Override
        public void release() {
            source.close();
        }
    }

    /** The engine's own answer to what no handler can answer. */
    static Outgoing refusal(int status) {
        return new Outgoing(status, Headers.empty(), 0, Nothing.NOTHING, true);
    }

    /** Gives the response's file back when it fails. */
    static Outgoing of(Response response, boolean head, boolean tls, ByteBufAllocator allocator)
            throws IOException {
        return new Outgoing(
                response.status(),
                response.headers(),
                response.body().length(),
                payload(response, head, tls, allocator),
                false);
    }

    private static Payload payload(
            Response response, boolean head, boolean tls, ByteBufAllocator allocator)
            throws IOException {
        boolean bare =
                head
                        || response.body().length() == 0
                        || !ResponseHead.mayHaveBody(response.status());
        return switch (response.body()) {
            case ResponseBody.Empty _ -> Nothing.NOTHING;
            case ResponseBody.Bytes(ByteBuffer content) when bare -> Nothing.NOTHING;
            case ResponseBody.Bytes(ByteBuffer content) when content.remaining() <= SMALL_BYTES ->
                    new Inline(content);
            case ResponseBody.Bytes(ByteBuffer content) -> new Pieces(PieceSource.of(content));
            case ResponseBody.FileSlice slice when bare -> {
                slice.file().release();
                yield Nothing.NOTHING;
            }
            case ResponseBody.FileSlice slice
                    when slice.length() <= (tls ? SMALL_FILE_OVER_TLS : SMALL_FILE) ->
                    new Whole(read(slice, allocator));
            case ResponseBody.FileSlice slice when tls -> new Pieces(PieceSource.of(slice));
            case ResponseBody.FileSlice slice -> new Region(new OpenFileRegion(slice));
        };
    }

    private static ByteBuf read(ResponseBody.FileSlice slice, ByteBufAllocator allocator)
            throws IOException {
        ByteBuf content = allocator.directBuffer((int) slice.length());
        try {
            PieceSource.fill(content, slice, slice.offset(), (int) slice.length());
        } catch (Throwable t) {
            content.release();
            throw t;
        } finally {
            slice.file().release();
        }
        return content;
    }
}
