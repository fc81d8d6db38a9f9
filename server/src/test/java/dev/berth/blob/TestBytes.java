package dev.berth.blob;

import dev.berth.oci.Digest;
import dev.berth.oci.DigestAlgorithm;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Random;

/** Bytes, their digests, and the ways in which they arrive. */
public final class TestBytes {
    private TestBytes() {}

    public static byte[] random(long seed, int length) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    public static Digest sha256(byte[] bytes) {
        return digest(DigestAlgorithm.SHA256, bytes);
    }

    public static Digest digest(DigestAlgorithm algorithm, byte[] bytes) {
        return Digest.of(algorithm, algorithm.newMessageDigest().digest(bytes));
    }

    /**
     * Pieces of at most this length, in one direct buffer that is used again and wiped in between:
     * who keeps a piece too long gets zeros.
     */
    public static ByteSource pieces(byte[] bytes, int offset, int length, int pieceLength) {
        var buffer = ByteBuffer.allocateDirect(pieceLength);
        int[] position = {offset};
        int end = offset + length;
        return () -> {
            buffer.clear();
            while (buffer.hasRemaining()) {
                buffer.put((byte) 0);
            }
            if (position[0] == end) {
                return null;
            }
            int size = Math.min(pieceLength, end - position[0]);
            buffer.clear().put(bytes, position[0], size).flip();
            position[0] += size;
            return buffer;
        };
    }

    public static ByteSource source(byte[] bytes) {
        return pieces(bytes, 0, bytes.length, 64 << 10);
    }

    /** The same, but breaks where it should end. */
    public static ByteSource broken(ByteSource source) {
        return () -> {
            var piece = source.next();
            if (piece == null) {
                throw new IOException("the client is gone");
            }
            return piece;
        };
    }
}
