package dev.berth.http.engine;

import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The pieces of one body in their order, the first of them lent out. It counts the memory that they
 * keep from others, not their bytes: a piece is a part of a larger buffer, and a client chooses how
 * small it is. Small ones are therefore copied together. Not safe for threads.
 */
@SuppressWarnings("ReferenceEquality") // the same buffer, not one that looks like it
final class PieceQueue {
    /** Below it a piece is copied; its objects would outweigh it. */
    static final int SMALL = 4 << 10;

    private static final int FIRST_ROOM = 512;

    private final BodyMemory shared;
    private final ArrayDeque<ByteBuf> waiting = new ArrayDeque<>();
    private @Nullable ByteBuf lent;
    private @Nullable ByteBuf filling;
    private int memory;

    PieceQueue(BodyMemory shared) {
        this.shared = shared;
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** Bytes that the pieces keep allocated, the lent one's included. */
    int memory() {
        return memory;
    }

    /** Takes over the piece. */
    void add(ByteBuf piece) {
        if (piece.readableBytes() < SMALL) {
            try {
                copy(piece);
            } finally {
                piece.release();
            }
            return;
        }
        filling = null;
        ByteBuf before = waiting.isEmpty() ? lent : waiting.getLast();
        if (before == null || root(before) != root(piece)) {
            change(root(piece).capacity());
        }
        waiting.add(piece);
    }

    private void copy(ByteBuf piece) {
        ByteBuf target = filling;
        if (target == null || target.maxWritableBytes() < piece.readableBytes()) {
            int most = ConnectionInitializer.LARGEST_READ;
            target = piece.alloc().directBuffer(Math.max(FIRST_ROOM, piece.readableBytes()), most);
            waiting.add(target);
            filling = target;
            change(target.capacity());
        }
        int before = target.capacity();
        target.writeBytes(piece);
        change(target.capacity() - before);
    }

    /** The first piece, until {@link #takeBack}. */
    ByteBuf lend() {
        ByteBuf first = waiting.remove();
        if (first == filling) {
            filling = null;
        }
        lent = first;
        return first;
    }

    void takeBack() {
        if (lent != null) {
            ByteBuf next = waiting.peek();
            if (next == null || root(next) != root(lent)) {
                change(-root(lent).capacity());
            }
            lent.release();
            lent = null;
        }
    }

    void clear() {
        takeBack();
        while (!waiting.isEmpty()) {
            lend();
            takeBack();
        }
    }

    private void change(int bytes) {
        memory += bytes;
        shared.change(bytes);
    }

    /** The buffer that a piece is a part of. */
    private static ByteBuf root(ByteBuf piece) {
        ByteBuf root = piece;
        while (root.unwrap() != null) {
            root = root.unwrap();
        }
        return root;
    }
}
