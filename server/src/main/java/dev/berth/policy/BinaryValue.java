package dev.berth.policy;

import java.nio.ByteBuffer;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Bytes that a policy or a request writes in base64. */
record BinaryValue(ByteBuffer bytes) {

    static @Nullable BinaryValue tryParse(String text) {
        try {
            return new BinaryValue(
                    ByteBuffer.wrap(Base64.getDecoder().decode(text)).asReadOnlyBuffer());
        } catch (IllegalArgumentException _) {
            return null;
        }
    }
}
