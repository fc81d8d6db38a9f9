package dev.berth.verify;

import dev.berth.blob.BlobKey;
import dev.berth.oci.Digest;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Something that is not as it should be, in one line for people. */
public sealed interface Finding {
    String line();

    /** What is wrong: someone has to do something about it. */
    sealed interface Fault extends Finding {}

    /** What a crash may leave behind, and a server removes of itself: nothing is wrong. */
    sealed interface LeftOver extends Finding {
        long bytes();
    }

    /** The metadata store's own check complains. */
    record StoreDamaged(String complaint) implements Fault {
        @Override
        public String line() {
            return "the metadata store is damaged: " + complaint;
        }
    }

    /** A blob whose bytes are not those of its row, or not there. */
    record BlobDamaged(BlobKey key, Damage damage, LinkedFrom linkedFrom) implements Fault {
        @Override
        public String line() {
            return "blob %s: %s%s".formatted(key.digest(), damage.words(), linkedFrom.words());
        }
    }

    /** The disk does not give the bytes of a blob. */
    record BlobUnreadable(BlobKey key, String reason, LinkedFrom linkedFrom) implements Fault {
        @Override
        public String line() {
            return "blob %s: its file cannot be read: %s%s"
                    .formatted(key.digest(), reason, linkedFrom.words());
        }
    }

    /** A file that no row names, with bytes that are not those of its name. */
    record OrphanDamaged(BlobKey key, Path file, Damage damage) implements Fault {
        @Override
        public String line() {
            return "file %s: %s, and no row names it".formatted(file, damage.words());
        }
    }

    record LinkWithoutBlob(Place in, BlobKey key) implements Fault {
        @Override
        public String line() {
            return "%s: its link to blob %s leads nowhere: the blob has no row"
                    .formatted(in, key.digest());
        }
    }

    record LinkSizeWrong(Place in, Digest digest, long size, long ofBlob) implements Fault {
        @Override
        public String line() {
            return "%s: its link says that blob %s has %d bytes, not %d"
                    .formatted(in, digest, size, ofBlob);
        }
    }

    /** A link that ended though a manifest names what it leads to. */
    record LinkCondemned(Place in, Digest digest) implements Fault {
        @Override
        public String line() {
            return "%s: its link to blob %s has ended, though a manifest names the blob"
                    .formatted(in, digest);
        }
    }

    record ManifestDamaged(Place in, Digest digest, Digest actual) implements Fault {
        @Override
        public String line() {
            return "%s: its manifest has the digest %s".formatted(in.image(digest), actual);
        }
    }

    /** Right bytes that are no manifest to this berth. */
    record ManifestRefused(Place in, Digest digest, String reason) implements Fault {
        @Override
        public String line() {
            return "%s: its manifest is not understood: %s".formatted(in.image(digest), reason);
        }
    }

    /** A row of what the manifest refers to is missing. */
    record ReferenceMissing(Place in, Digest digest, String kind, Digest target) implements Fault {
        @Override
        public String line() {
            return "%s: the row of its reference %s %s is missing"
                    .formatted(in.image(digest), kind, target);
        }
    }

    /** A row of a reference that the manifest does not have. */
    record ReferenceExtra(Place in, Digest digest, String kind, String target) implements Fault {
        @Override
        public String line() {
            return "%s: the row of a reference %s %s is not in its manifest"
                    .formatted(in.image(digest), kind, target);
        }
    }

    /** A column of the image's row that repeats what its manifest says, and does not. */
    record ImageFactWrong(
            Place in,
            Digest digest,
            Column column,
            @Nullable String value,
            @Nullable String inManifest)
            implements Fault {
        @Override
        public String line() {
            return "%s: its row says that its %s is %s, and its manifest %s"
                    .formatted(in.image(digest), column.words(), words(value), words(inManifest));
        }

        private static String words(@Nullable String value) {
            return value == null ? "nothing" : value;
        }
    }

    /** An image that cannot be pulled as a whole. Only a push brings back what it lacks. */
    record ImageIncomplete(Place in, Digest digest, String kind, Digest target) implements Fault {
        @Override
        public String line() {
            return "%s: it lacks its %s %s: push it again, or delete it"
                    .formatted(in.image(digest), kind, target);
        }
    }

    record TagWithoutImage(Place in, String tag, String digest) implements Fault {
        @Override
        public String line() {
            return "%s:%s: the tag points at %s, which is not here".formatted(in, tag, digest);
        }
    }

    /** Rows of something that is gone. */
    record RowsWithoutOwner(Dependents rows, long count) implements Fault {
        @Override
        public String line() {
            return "table %s: %d %s that belong to no %s"
                    .formatted(rows.table(), count, count == 1 ? "row" : "rows", rows.owner());
        }
    }

    record ImageCountWrong(Place in, long count, long actual) implements Fault {
        @Override
        public String line() {
            return "%s: it counts %d images and has %d".formatted(in, count, actual);
        }
    }

    record RepositoryCountWrong(String registry, long count, long actual) implements Fault {
        @Override
        public String line() {
            return "registry %s: it counts %d repositories and has %d"
                    .formatted(registry, count, actual);
        }
    }

    /** A blob's file that no row names, as a push that was broken off leaves it. */
    record OrphanFile(Path file, long bytes) implements LeftOver {
        @Override
        public String line() {
            return "file %s: left over, no row names it (%d bytes)".formatted(file, bytes);
        }
    }

    /** A file of someone else. */
    record StrayFile(Path file, long bytes) implements LeftOver {
        @Override
        public String line() {
            return "file %s: not a file of berth (%d bytes)".formatted(file, bytes);
        }
    }

    record StagingLeft(Path file, long bytes) implements LeftOver {
        @Override
        public String line() {
            return "staging %s: left over, no upload has it (%d bytes)".formatted(file, bytes);
        }
    }

    /** What of an image's row is in its manifest as well. */
    enum Column {
        SUBJECT("subject"),
        ARTIFACT_MEDIA_TYPE("artifact media type");

        private final String words;

        Column(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }
}
