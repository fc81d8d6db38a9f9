package dev.berth.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a request as they arrive. The first call of {@link #next} is what tells a client
 * that waits for {@code 100 Continue} to send them: read nothing before the request is allowed.
 */
public interface RequestBody {

    /** What Content-Length promises; empty for a chunked body; 0 where there is no body. */
    OptionalLong declaredLength();

    /**
     * The next piece, which is valid until the next call; null when the whole body has arrived.
     *
     * @throws IOException when the client is gone, too slow, or sent less than it declared
     */
    @Nullable ByteBuffer next() throws IOException;

    static RequestBody empty() {
        return of(ByteBuffer.allocate(0));
    }

    /** A body that is there already, for tests and for requests made inside the process. */
    static RequestBody of(ByteBuffer content) {
        return new RequestBody() {
            private @Nullable ByteBuffer rest = content.hasRemaining() ? content : null;

            @Override
            public OptionalLong declaredLength() {
                return OptionalLong.of(content.capacity());
            }

            @Override
            public @Nullable ByteBuffer next() {
                ByteBuffer piece = rest;
                rest = null;
                return piece;
            }
        };
    }
}
