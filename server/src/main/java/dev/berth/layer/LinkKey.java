package dev.berth.layer;

import dev.berth.oci.Digest;

/** Names a link: what a repository calls by a digest. */
record LinkKey(long repositoryId, Digest digest) {}
