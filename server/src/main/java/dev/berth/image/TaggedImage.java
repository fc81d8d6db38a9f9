package dev.berth.image;

import dev.berth.oci.Tag;
import java.util.List;

/** An image with its tags in byte order. */
public record TaggedImage(Image image, List<Tag> tags) {
    public TaggedImage {
        tags = List.copyOf(tags);
    }
}
