package dev.berth.blob.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/** What happens to bytes of one append once they are written: digest and write-back. */
final class Arrival {
    /** From here on a second thread is worth its start. */
    private static final long LARGE = 2 << 20;

    /** A few milliseconds' work, which other requests may have to wait for. */
    private static final long STRIDE = 1 << 20;

    private final Workers workers;
    private final FileChannel file;
    private final StagedDigest digest;
    private final long start;
    private final boolean behind;
    private final WriteBack writeBack;
    private long gaveWay;
    private @Nullable DigestFollower follower;

    Arrival(Workers workers, FileChannel file, StagedDigest digest, long start) {
        this.workers = workers;
        this.file = file;
        this.digest = digest;
        this.start = start;
        this.gaveWay = start;
        this.behind = digest.position() < start;
        this.writeBack = new WriteBack(workers, file, start);
        workers.uploadBegins();
    }

    /**
     * @param piece what was written, and {@code end} where it ends in the staging
     */
    void written(ByteBuffer piece, long end) throws IOException {
        if (follower == null && (behind || end - start > LARGE) && workers.coreToSpare()) {
            follower = new DigestFollower(digest, file, end).start(workers.threads());
        }
        if (follower != null) {
            follower.written(end);
        } else if (!behind) {
            digest.update(piece);
        }
        writeBack.written(end);
        if (end - gaveWay >= STRIDE) {
            gaveWay = end;
            workers.giveWay();
        }
    }

    /**
     * To be called however the append ended.
     *
     * @throws IOException when a sync failed: any of the bytes may be lost
     */
    void finish() throws IOException {
        workers.uploadEnds();
        if (follower != null) {
            follower.finish();
        }
        writeBack.join();
    }
}
