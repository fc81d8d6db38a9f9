package dev.berth.image;

/** Which images a listing means. */
public enum TagStatus {
    TAGGED,
    UNTAGGED,
    ANY
}
