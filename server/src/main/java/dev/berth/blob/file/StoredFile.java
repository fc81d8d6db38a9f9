package dev.berth.blob.file;

import dev.berth.blob.BlobKey;
import java.nio.file.Path;
import java.time.Instant;

/** A file in the folders of blobs and stagings. */
public sealed interface StoredFile {
    Path path();

    long size();

    /** When its content, its name or its place last changed. */
    Instant changedAt();

    /** Under the name of its digest. */
    record OfBlob(Path path, BlobKey key, long size, Instant changedAt) implements StoredFile {}

    record OfStaging(Path path, String id, long size, Instant changedAt) implements StoredFile {}

    /** Under a name that nothing of ours has there. */
    record Stray(Path path, long size, Instant changedAt) implements StoredFile {}
}
