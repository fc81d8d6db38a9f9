package dev.berth.repository;

/** Whether a tag may move to another image. */
public enum TagMutability {
    MUTABLE,
    IMMUTABLE
}
