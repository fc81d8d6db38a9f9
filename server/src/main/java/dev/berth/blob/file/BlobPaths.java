package dev.berth.blob.file;

import dev.berth.blob.BlobKey;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * Where bytes lie in the data folder; nothing else knows this picture.
 *
 * <pre>
 * DATA/blobs/default/sha256/ab/abcd…   a blob: domain, algorithm, first two digits, hex
 * DATA/staging/018f…                   bytes on their way in, by the id of their upload
 * </pre>
 *
 * Both lie in one file system, so that a move from one to the other is atomic.
 */
final class BlobPaths {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]{0,63}");

    private final Path blobs;
    private final Path staging;

    BlobPaths(Path data) {
        this.blobs = data.resolve("blobs");
        this.staging = data.resolve("staging");
    }

    Path blob(BlobKey key) {
        String hex = key.digest().hex();
        return blobs.resolve(name(key.domain()))
                .resolve(key.digest().algorithm().prefix())
                .resolve(hex.substring(0, 2))
                .resolve(hex);
    }

    Path staging() {
        return staging;
    }

    Path staging(String id) {
        return staging.resolve(name(id));
    }

    /** Names come from outside; none may lead out of its folder. */
    private static String name(String text) {
        if (!NAME.matcher(text).matches()) {
            throw new IllegalArgumentException("not a name of a file: " + text);
        }
        return text;
    }
}
