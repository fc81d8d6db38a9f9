package dev.berth.blob;

import java.time.Instant;

/** What a store knows of the bytes under a key: how many, and when the last of them came. */
public record BlobStat(long size, Instant writtenAt) {}
