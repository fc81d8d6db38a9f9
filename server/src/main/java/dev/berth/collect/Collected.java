package dev.berth.collect;

import dev.berth.layer.Swept;

/** What a collection did. */
public record Collected(long linksCondemned, long linksEnded, long blobsCondemned, Swept blobs) {}
