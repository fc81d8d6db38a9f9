package dev.berth.blob;

import java.io.IOException;
import java.time.Duration;
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

    /** Opens what lies under a key; release it once. */
    Optional<OpenBlob> open(BlobKey key) throws IOException;

    boolean contains(BlobKey key) throws IOException;

    /** Removes stagings that nobody appended to for this long; tells how many. */
    int discardIdle(Duration idle) throws IOException;

    @Override
    void close() throws IOException;
}
