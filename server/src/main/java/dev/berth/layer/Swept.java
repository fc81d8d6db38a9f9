package dev.berth.layer;

/** How many blobs went, and how large they were. */
public record Swept(long blobs, long bytes) {
    static final Swept NOTHING = new Swept(0, 0);

    Swept plus(Swept other) {
        return new Swept(blobs + other.blobs, bytes + other.bytes);
    }
}
