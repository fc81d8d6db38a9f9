package dev.berth.blob;

import dev.berth.oci.Digest;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Bytes on their way in, held by one caller until it closes them; closing leaves them staged. Their
 * digest is computed as they pass, and again from the staging only where that was lost or another
 * algorithm is asked for.
 */
public interface StagedBlob extends AutoCloseable {

    /** How many bytes are staged; the next append continues here. */
    long offset();

    /**
     * Appends all of the source. When the source breaks, what arrived stays and the exception goes
     * on: the upload can be resumed at {@link #offset}.
     *
     * @param limit the most bytes that the staging may have afterwards
     * @throws TooLargeException when the source has more; what fitted stays
     * @throws OutOfSpaceException when there is no room; what was written stays
     */
    void append(ByteSource source, long limit) throws IOException;

    /** Takes back what was appended behind this offset. */
    void truncate(long offset) throws IOException;

    /** The digest of all staged bytes in the algorithm of {@code like}. */
    Digest digest(Digest like) throws IOException;

    /** All staged bytes, for whoever keeps few of them elsewhere. */
    ByteBuffer bytes() throws IOException;

    /**
     * Makes the bytes durable under the key, whose digest must be theirs, and ends the staging.
     * Where the key exists already, that stays and the staging goes; only then may a staging that
     * was committed before be so again.
     */
    void commit(BlobKey key) throws IOException;

    /** Ends the staging and removes its bytes. */
    void abandon() throws IOException;

    @Override
    void close() throws IOException;

    /** More bytes than may be. */
    final class TooLargeException extends IOException {
        private static final long serialVersionUID = 1;

        public TooLargeException(long limit) {
            super("more than " + limit + " bytes");
        }
    }

    /** There is no room for more bytes. */
    final class OutOfSpaceException extends IOException {
        private static final long serialVersionUID = 1;

        public OutOfSpaceException(IOException cause) {
            super("no room for staged bytes", cause);
        }
    }

    /** Someone else held the staging for longer than a caller waits. */
    final class HeldException extends IOException {
        private static final long serialVersionUID = 1;

        public HeldException(String id) {
            super("staging is held by another caller: " + id);
        }
    }
}
