package dev.berth.blob;

import static dev.berth.blob.TestBytes.sha256;
import static dev.berth.blob.TestBytes.source;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Puts whole blobs into a store, and reads them again. */
public final class TestBlobs {
    private TestBlobs() {}

    public static BlobKey commit(BlobStore store, String id, byte[] bytes) throws IOException {
        var key = BlobKey.shared(sha256(bytes));
        try (var staged = store.stage(id)) {
            staged.append(source(bytes), Long.MAX_VALUE);
            assertThat(staged.digest(key.digest())).isEqualTo(key.digest());
            staged.commit(key);
        }
        return key;
    }

    public static byte[] read(BlobStore store, BlobKey key) throws IOException {
        var blob = store.open(key).orElseThrow();
        try {
            return bytesOf(blob);
        } finally {
            blob.release();
        }
    }

    public static byte[] bytesOf(OpenBlob blob) throws IOException {
        var bytes = ByteBuffer.allocate(Math.toIntExact(blob.size()));
        while (bytes.hasRemaining() && blob.channel().read(bytes, bytes.position()) >= 0) {}
        return bytes.array();
    }
}
