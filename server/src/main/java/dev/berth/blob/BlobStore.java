package dev.berth.blob;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Bytes by their digest. Nothing lies under a key before all of it is durable there; what arrives
 * is staged under an id first.
 */
public interface BlobStore extends AutoCloseable {

    /**
     * The staging of this id, as it was left: by this process, or by one before it. Only one caller
     * at a time holds it; a second one waits.
     *
     * @throws StagedBlob.HeldException when the wait is over and it is still held
     */
    StagedBlob stage(String id) throws IOException;

    /** The same without waiting; empty while someone else holds it. */
    Optional<StagedBlob> tryStage(String id) throws IOException;

    /** Opens what lies under a key; release it once. */
    Optional<OpenBlob> open(BlobKey key) throws IOException;

    boolean contains(BlobKey key) throws IOException;

    /** Empty when nothing lies under the key. */
    Optional<BlobStat> stat(BlobKey key) throws IOException;

    /**
     * Hands over all keys under which something lies, in lists of at most {@code limit}. What is
     * committed or removed meanwhile may be among them or not.
     */
    void list(int limit, KeyVisitor visitor) throws IOException, InterruptedException;

    /** What is done with some of the keys of a store. */
    @FunctionalInterface
    interface KeyVisitor {
        void visit(List<BlobKey> keys) throws IOException, InterruptedException;
    }

    /**
     * Keeps what lies under a key from being removed until that is closed. Whoever commits bytes
     * does so until the facts that name them are written.
     *
     * @throws StagedBlob.HeldException when the key is being removed for too long
     */
    KeyLocks.Held keep(BlobKey key) throws IOException;

    /** Takes a key for its removal; empty while someone keeps it. */
    Optional<BlobRemoval> tryRemove(BlobKey key);

    /** Removes stagings that nobody appended to for this long; tells how many. */
    int discardIdle(Duration idle) throws IOException;

    @Override
    void close() throws IOException;
}
