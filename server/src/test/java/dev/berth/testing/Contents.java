package dev.berth.testing;

import dev.berth.layer.LayerBytes;
import java.io.IOException;
import java.nio.ByteBuffer;

/** What a layer consists of, wherever it lies. */
public final class Contents {
    private Contents() {}

    /** Reads and releases it. */
    public static byte[] of(LayerBytes layer) throws IOException {
        var bytes = ByteBuffer.allocate(Math.toIntExact(layer.size()));
        try {
            switch (layer) {
                case LayerBytes.InMemory(var content) -> bytes.put(content.duplicate());
                case LayerBytes.InFile(var blob) -> {
                    while (bytes.hasRemaining()
                            && blob.channel().read(bytes, bytes.position()) >= 0) {}
                }
            }
            return bytes.array();
        } finally {
            layer.release();
        }
    }
}
