package dev.berth.layer;

import dev.berth.blob.OpenBlob;
import java.nio.ByteBuffer;

/** The bytes of a layer, to be released once. */
public sealed interface LayerBytes {
    long size();

    void release();

    /** A file of the blob store. */
    record InFile(OpenBlob blob) implements LayerBytes {
        @Override
        public long size() {
            return blob.size();
        }

        @Override
        public void release() {
            blob.release();
        }
    }

    /** A small layer; read-only and shared, whoever reads it duplicates the buffer. */
    record InMemory(ByteBuffer content) implements LayerBytes {
        public InMemory {
            content = content.asReadOnlyBuffer();
        }

        @Override
        public long size() {
            return content.remaining();
        }

        @Override
        public void release() {}
    }
}
