package dev.berth.blob;

import java.io.IOException;

/** A key that its holder may remove, and that nobody keeps or commits to until it is closed. */
public interface BlobRemoval extends AutoCloseable {

    /** Removes what lies under the key, if anything does. Readers that have it open read on. */
    void remove() throws IOException;

    @Override
    void close();
}
