package dev.berth.blob.file;

import dev.berth.oci.Digest;
import dev.berth.oci.DigestAlgorithm;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;

/** The digest of the first {@link #position} bytes of a staging, which later ones are added to. */
final class StagedDigest {
    static final int STEP = 128 << 10;

    /** So much is read sooner than another thread would begin to. */
    private static final long SHORT = 1 << 20;

    private final DigestAlgorithm algorithm;
    private final MessageDigest state;
    private long position;

    StagedDigest(DigestAlgorithm algorithm) {
        this(algorithm, algorithm.newMessageDigest(), 0);
    }

    private StagedDigest(DigestAlgorithm algorithm, MessageDigest state, long position) {
        this.algorithm = algorithm;
        this.state = state;
        this.position = position;
    }

    long position() {
        return position;
    }

    void update(ByteBuffer bytes) {
        position += bytes.remaining();
        state.update(bytes);
    }

    /** Reads the staging from where this stands to {@code end}. */
    void catchUp(FileChannel staging, long end, Workers workers) throws IOException {
        if (end - position > SHORT) {
            workers.calculate(() -> read(staging, end));
        } else if (position < end) {
            read(staging, end);
        }
    }

    void read(FileChannel staging, long end) throws IOException {
        var buffer = ByteBuffer.allocateDirect(STEP);
        while (position < end) {
            buffer.clear().limit((int) Math.min(buffer.capacity(), end - position));
            if (staging.read(buffer, position) < 0) {
                throw new EOFException("staging ends before byte " + end);
            }
            update(buffer.flip());
        }
    }

    Digest value() {
        return Digest.of(algorithm, copyOf(state).digest());
    }

    StagedDigest copy() {
        return new StagedDigest(algorithm, copyOf(state), position);
    }

    private static MessageDigest copyOf(MessageDigest state) {
        try {
            return (MessageDigest) state.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the digests of every Java runtime can be copied", e);
        }
    }
}
