package dev.berth.identity;

/** A word about an entity; keys that differ by their case alone are the same. */
public record Tag(String key, String value) {}
