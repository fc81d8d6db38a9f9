package dev.berth.blob.file;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** The first bytes of a staging, before it has a file. */
final class HeldBytes {
    static final int MOST = 16 << 10;

    private byte[] bytes = {};

    /** Puts a piece behind the first {@code offset} bytes, in place of what was there. */
    void put(int offset, ByteBuffer piece) {
        int end = offset + piece.remaining();
        if (end > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.clamp(2L * bytes.length, end, MOST));
        }
        piece.get(piece.position(), bytes, offset, end - offset);
    }

    ByteBuffer slice(int from, int to) {
        return ByteBuffer.wrap(bytes, from, to - from).slice();
    }
}
