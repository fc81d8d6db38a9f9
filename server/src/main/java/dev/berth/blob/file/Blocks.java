package dev.berth.blob.file;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** The memory in which large uploads gather their bytes: bounded, and kept once it was needed. */
final class Blocks {
    /** A longer one hardly costs less to write, and falls out of the processor's cache. */
    static final int SIZE = 512 << 10;

    /** What a write past the page cache wants of its memory, its place and its length. */
    static final int ALIGNMENT = 4 << 10;

    /** Two blocks of one upload: while the digest of one is computed, the other fills. */
    static final class Pair {
        private ByteBuffer current = aligned();
        private ByteBuffer other = aligned();

        private static ByteBuffer aligned() {
            return ByteBuffer.allocateDirect(SIZE + ALIGNMENT - 1).alignedSlice(ALIGNMENT);
        }

        ByteBuffer current() {
            return current;
        }

        void swap() {
            ByteBuffer next = other;
            other = current;
            current = next;
        }
    }

    private final int most;
    private final ArrayDeque<Pair> free = new ArrayDeque<>();
    private int made;

    Blocks(int most) {
        this.most = most;
    }

    /** None when all are in use, or memory is short: then an upload does without. */
    @Nullable Pair take() {
        synchronized (this) {
            if (!free.isEmpty() || made == most) {
                return free.pollLast();
            }
            made++;
        }
        try {
            return new Pair();
        } catch (OutOfMemoryError _) { // of direct memory, which bodies of requests take too
            unmade();
            return null;
        }
    }

    private synchronized void unmade() {
        made--;
    }

    synchronized void giveBack(Pair pair) {
        free.add(pair);
    }
}
