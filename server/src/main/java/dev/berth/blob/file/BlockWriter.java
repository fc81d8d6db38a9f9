package dev.berth.blob.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Gathers bytes into blocks that start at multiples of their size, and writes these past the page
 * cache where that is possible: through it, a byte costs the kernel several times as much.
 */
final class BlockWriter {
    /** Bytes a second: a disk that takes fewer is what uploads wait for, and not the processor. */
    private static final double FAST = 200e6;

    /** After so many bytes a disk is known. */
    private static final long SAMPLE = 8 << 20;

    /** The way past the page cache, which is taken from this byte of the staging on. */
    record Direct(Supplier<Optional<FileChannel>> opening, long from) {}

    private final Workers workers;
    private final Blocks.Pair blocks;
    private final FileChannel file;
    private final Direct direct;
    private @Nullable FileChannel directly; // once it is taken
    private final DigestFollower follower;
    private final WriteBack writeBack;
    private boolean pastCache = true;
    private long written;
    private long bytesPastCache;
    private long nanosPastCache;

    private BlockWriter(
            Workers workers,
            Blocks.Pair blocks,
            FileChannel file,
            Direct direct,
            DigestFollower follower,
            WriteBack writeBack,
            long start) {
        this.workers = workers;
        this.blocks = blocks;
        this.file = file;
        this.direct = direct;
        this.follower = follower;
        this.writeBack = writeBack;
        this.written = start;
        begin();
    }

    /**
     * None when there is no memory left for it.
     *
     * @param direct opens the same file to be written past the page cache
     */
    static @Nullable BlockWriter at(
            long start,
            FileChannel file,
            Direct direct,
            StagedDigest digest,
            WriteBack writeBack,
            Workers workers) {
        Blocks.Pair blocks = workers.blocks().take();
        if (blocks == null) {
            return null;
        }
        var follower = new DigestFollower(digest, file, workers);
        return new BlockWriter(workers, blocks, file, direct, follower, writeBack, start);
    }

    /** Where the staging ends with what waits here. */
    long end() {
        return written + blocks.current().position();
    }

    void put(ByteBuffer piece) throws IOException {
        while (piece.hasRemaining()) {
            ByteBuffer block = blocks.current();
            int length = Math.min(piece.remaining(), block.remaining());
            block.put(piece.slice(piece.position(), length));
            piece.position(piece.position() + length);
            if (!block.hasRemaining()) {
                flush();
            }
        }
    }

    /** Writes what waits. What cannot be written is dropped. */
    void flush() throws IOException {
        ByteBuffer block = blocks.current().flip();
        try {
            write(block);
            follower.written(block.flip(), written);
            blocks.swap();
        } finally {
            begin();
        }
    }

    /** The first block is shorter where the staging does not end at a multiple of the size. */
    private void begin() {
        blocks.current().clear().limit(Blocks.SIZE - (int) (written % Blocks.SIZE));
    }

    private void write(ByteBuffer block) throws IOException {
        if (written >= direct.from() && isAligned(written) && isAligned(block.remaining())) {
            FileChannel channel = pastCache ? directly() : null;
            if (channel != null) {
                writePastCache(block, channel);
            }
        }
        while (block.hasRemaining()) {
            written += file.write(block, written);
            writeBack.written(written);
        }
    }

    /** Opened late: most appends end before it is worth it. */
    private @Nullable FileChannel directly() {
        if (directly == null) {
            directly = direct.opening().get().orElse(null);
            pastCache = directly != null;
        }
        return directly;
    }

    private static boolean isAligned(long number) {
        return number % Blocks.ALIGNMENT == 0;
    }

    /** Where this fails, the page cache takes the rest, or says what is wrong. */
    private void writePastCache(ByteBuffer block, FileChannel channel) {
        long begin = System.nanoTime();
        try {
            while (block.hasRemaining()) {
                int length = channel.write(block, written);
                written += length;
                bytesPastCache += length;
            }
        } catch (IOException _) {
            pastCache = false;
        }
        nanosPastCache += System.nanoTime() - begin;
        pastCache &= !isSlow();
    }

    /**
     * What is pulled soon after its push had better not wait for such a disk again. Uploads at the
     * same time share the disk: each sees its part of the speed.
     */
    private boolean isSlow() {
        return bytesPastCache >= SAMPLE
                && bytesPastCache * 1e9 / nanosPastCache * workers.uploads() < FAST;
    }

    /** To be called once, however the append ended. */
    void close() throws IOException {
        follower.finish();
        workers.blocks().giveBack(blocks);
        if (directly != null) {
            directly.close();
        }
    }
}
