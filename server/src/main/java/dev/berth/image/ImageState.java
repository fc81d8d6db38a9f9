package dev.berth.image;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** The life of an image; every read says which states it means. */
public enum ImageState {
    ACTIVE,
    ARCHIVED,
    ACTIVATING,
    /** Gone for everyone, its rows wait to be removed. */
    EXPIRED;

    /** Of images that are here for those who list them. */
    public static final Set<ImageState> PRESENT =
            Collections.unmodifiableSet(EnumSet.complementOf(EnumSet.of(EXPIRED)));

    /** Whether such an image counts for the quota of its repository. */
    public boolean counts() {
        return this == ACTIVE || this == ACTIVATING;
    }
}
