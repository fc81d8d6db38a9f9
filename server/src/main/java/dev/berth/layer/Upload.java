package dev.berth.layer;

/**
 * An upload under way.
 *
 * @param id a UUID
 * @param offset how many bytes have arrived; the next chunk continues here
 */
public record Upload(String id, long offset) {}
