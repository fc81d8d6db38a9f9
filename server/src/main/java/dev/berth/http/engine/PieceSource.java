package dev.berth.http.engine;

import dev.berth.http.ResponseBody;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A body cut into pieces; it is closed once, also by whoever breaks off. */
interface PieceSource {
    int PIECE = 256 << 10;

    boolean hasNext();

    ByteBuf next(ByteBufAllocator allocator) throws IOException;

    void close();

    static PieceSource of(ByteBuffer content) {
        ByteBuffer rest = content.duplicate();
        return new PieceSource() {
            @Override
            public boolean hasNext() {
                return rest.hasRemaining();
            }

            @Override
            public ByteBuf next(ByteBufAllocator allocator) {
                int length = Math.min(PIECE, rest.remaining());
                ByteBuffer piece = rest.slice(rest.position(), length);
                rest.position(rest.position() + length);
                return Unpooled.wrappedBuffer(piece);
            }

            @Override
            public void close() {}
        };
    }

    static PieceSource of(ResponseBody.FileSlice slice) {
        return new PieceSource() {
            private long sent;

            @Override
            public boolean hasNext() {
                return sent < slice.length();
            }

            @Override
            public ByteBuf next(ByteBufAllocator allocator) throws IOException {
                int length = (int) Math.min(PIECE, slice.length() - sent);
                ByteBuf piece = allocator.directBuffer(length);
                try {
                    fill(piece, slice, slice.offset() + sent, length);
                } catch (Throwable t) {
                    piece.release();
                    throw t;
                }
                sent += length;
                return piece;
            }

            @Override
            public void close() {
                slice.file().release();
            }
        };
    }

    /** Reads exactly so much of a file, or fails. */
    static void fill(ByteBuf buffer, ResponseBody.FileSlice slice, long position, int length)
            throws IOException {
        int done = 0;
        while (done < length) {
            int read = buffer.writeBytes(slice.file().channel(), position + done, length - done);
            if (read < 0) {
                throw new EOFException("the file is shorter than the part to send");
            }
            done += read;
        }
    }
}
