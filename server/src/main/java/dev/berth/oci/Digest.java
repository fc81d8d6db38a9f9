package dev.berth.oci;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The identity of content: an algorithm and lower-case hex of the right length. An invalid one
 * cannot exist.
 */
public record Digest(DigestAlgorithm algorithm, String hex) {

    public Digest {
        if (!isHex(hex, algorithm.hexLength())) {
            throw new IllegalArgumentException("not a " + algorithm.prefix() + " digest: " + hex);
        }
    }

    /** Empty when the text is no digest of a supported algorithm. */
    public static Optional<Digest> tryParse(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            return Optional.empty();
        }
        String hex = text.substring(colon + 1);
        return DigestAlgorithm.of(text.substring(0, colon))
                .filter(algorithm -> isHex(hex, algorithm.hexLength()))
                .map(algorithm -> new Digest(algorithm, hex));
    }

    /** For texts that were checked before, such as those of the metadata store. */
    public static Digest parse(String text) {
        return tryParse(text)
                .orElseThrow(() -> new IllegalArgumentException("not a digest: " + text));
    }

    public static Digest of(DigestAlgorithm algorithm, byte[] sum) {
        return new Digest(algorithm, HexFormat.of().formatHex(sum));
    }

    public static Digest of(DigestAlgorithm algorithm, ByteBuffer content) {
        var digest = algorithm.newMessageDigest();
        digest.update(content.duplicate());
        return of(algorithm, digest.digest());
    }

    public static Digest sha256(ByteBuffer content) {
        return of(DigestAlgorithm.SHA256, content);
    }

    private static boolean isHex(String text, int length) {
        if (text.length() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return algorithm.prefix() + ":" + hex;
    }
}
