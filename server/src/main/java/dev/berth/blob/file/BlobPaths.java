package dev.berth.blob.file;

import dev.berth.blob.BlobKey;
import dev.berth.oci.Digest;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where bytes lie in the data folder; nothing else knows this picture.
 *
 * <pre>
 * DATA/blobs/default/sha256/ab/abcd…   a blob: domain, algorithm, first two digits, hex
 * DATA/staging/018f…                   bytes on their way in, by the id of their upload
 * DATA/quarantine/…                    damaged content that a repair took out of the way
 * </pre>
 *
 * All lie in one file system, so that a move from one to another is atomic.
 */
final class BlobPaths {
    /** Of a blob's file below the folder of all blobs. */
    private static final int DEPTH = 4;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]{0,63}");

    private final Path blobs;
    private final Path staging;
    private final Path quarantine;

    BlobPaths(Path data) {
        this.blobs = data.resolve("blobs");
        this.staging = data.resolve("staging");
        this.quarantine = data.resolve("quarantine");
    }

    Path blob(BlobKey key) {
        String hex = key.digest().hex();
        return blobs.resolve(name(key.domain()))
                .resolve(key.digest().algorithm().prefix())
                .resolve(hex.substring(0, 2))
                .resolve(hex);
    }

    /** The folder of all blobs, in which those of domains, algorithms and first digits lie. */
    Path blobs() {
        return blobs;
    }

    /** The key of a file below {@link #blobs}; empty when it is not one of ours. */
    Optional<BlobKey> key(Path file) {
        Path path = blobs.relativize(file);
        if (path.getNameCount() != DEPTH || !NAME.matcher(path.getName(0).toString()).matches()) {
            return Optional.empty();
        }
        return Digest.tryParse(path.getName(1) + ":" + path.getName(DEPTH - 1))
                .map(digest -> new BlobKey(path.getName(0).toString(), digest))
                .filter(key -> blob(key).equals(file));
    }

    Path staging() {
        return staging;
    }

    Path staging(String id) {
        return staging.resolve(name(id));
    }

    Path quarantine() {
        return quarantine;
    }

    /** Names come from outside; none may lead out of its folder. */
    private static String name(String text) {
        if (!NAME.matcher(text).matches()) {
            throw new IllegalArgumentException("not a name of a file: " + text);
        }
        return text;
    }
}
