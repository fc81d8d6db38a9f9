package dev.berth.image;

/** Where an image is kept, as far as its users are concerned: within reach or in the archive. */
public enum StorageClass {
    STANDARD,
    ARCHIVE
}
