package dev.berth.blob;

import java.nio.channels.FileChannel;

/** A blob that is open for reading until it is released. */
public interface OpenBlob {
    FileChannel channel();

    long size();

    void release();
}
