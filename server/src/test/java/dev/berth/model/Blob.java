package dev.berth.model;

import dev.berth.oci.Digest;
import dev.berth.oci.DigestAlgorithm;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/** Content and its digest. The steps share few of them, so that they meet everywhere. */
record Blob(Digest digest, String content) {
    static final List<Blob> ALL =
            Stream.concat(
                            Stream.of("", "a", "config", "b".repeat(100), "layer".repeat(1_000))
                                    .map(Blob::sha256),
                            Stream.of(
                                    sha256("c".repeat(70_000)),
                                    sha256("d"),
                                    new Blob(digest(DigestAlgorithm.SHA512, "d"), "d")))
                    .toList();

    static Blob of(int number) {
        return ALL.get(number % ALL.size());
    }

    static Digest digest(DigestAlgorithm algorithm, String content) {
        return Digest.of(
                algorithm,
                algorithm.newMessageDigest().digest(content.getBytes(StandardCharsets.UTF_8)));
    }

    private static Blob sha256(String content) {
        return new Blob(digest(DigestAlgorithm.SHA256, content), content);
    }

    byte[] bytes() {
        return content.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "blob " + ALL.indexOf(this);
    }
}
