package dev.berth.layer;

/**
 * What a collection has to do.
 *
 * @param links that no manifest needs, condemned already or about to be
 * @param blobs that no repository links, or none will
 * @param due those of the blobs whose time has come
 */
public record Garbage(long links, Swept blobs, Swept due) {}
