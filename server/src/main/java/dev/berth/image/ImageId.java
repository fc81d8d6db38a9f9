package dev.berth.image;

import dev.berth.oci.Digest;
import dev.berth.oci.Tag;
import org.jspecify.annotations.Nullable;

/** An image as ListImages names it: by digest, with one of its tags where it has some. */
public record ImageId(Digest digest, @Nullable Tag tag) {}
