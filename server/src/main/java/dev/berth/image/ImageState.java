package dev.berth.image;

/** The life of an image; every read says which states it means. */
public enum ImageState {
    ACTIVE,
    ARCHIVED,
    ACTIVATING,
    /** Gone for everyone, its rows wait to be removed. */
    EXPIRED;

    /** Whether such an image counts for the quota of its repository. */
    public boolean counts() {
        return this == ACTIVE || this == ACTIVATING;
    }
}
