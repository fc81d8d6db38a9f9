package dev.berth.blob;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Bytes that arrive piece by piece; a request's body is one. */
@FunctionalInterface
public interface ByteSource {

    /** The next piece, valid until the next call; null at the end. */
    @Nullable ByteBuffer next() throws IOException;
}
