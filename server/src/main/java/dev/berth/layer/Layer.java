package dev.berth.layer;

import dev.berth.oci.Digest;

/** A blob that a repository links. */
public record Layer(Digest digest, long size) {}
