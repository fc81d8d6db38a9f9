package dev.berth.runtime;

/** Marks threads that answer from memory or not at all: the event loops of the HTTP engine. */
public interface MemoryOnlyThread {}
