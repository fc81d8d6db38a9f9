package dev.berth.image;

import dev.berth.image.Manifest.Descriptor;
import dev.berth.oci.Digest;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the rows of an image have to say, as the bytes of its manifest have it. */
public record ManifestFacts(
        @Nullable String artifactMediaType, @Nullable Digest subject, Set<Reference> references) {
    public ManifestFacts {
        references = Set.copyOf(references);
    }

    /**
     * One row of what a manifest refers to.
     *
     * @param needed whether a manifest that refers to it is of no use without it
     */
    public record Reference(String kind, Digest target, boolean needed) {}

    /**
     * Reads a manifest that was taken before under this media type; ManifestInvalid where it would
     * not be taken now.
     */
    public static ManifestFacts of(ByteBuffer content, String mediaType) {
        Manifest manifest = ManifestReader.read(content, mediaType);
        Set<Digest> needed = needed(manifest);
        var references = new HashSet<Reference>();
        for (var target : ImageReferenceStore.targets(manifest)) {
            references.add(
                    new Reference(
                            target.kind().name(),
                            target.digest(),
                            switch (target.kind()) {
                                case CONFIG, LAYER, CHILD -> needed.contains(target.digest());
                                case SUBJECT -> false;
                            }));
        }
        return new ManifestFacts(manifest.artifactMediaType(), manifest.subject(), references);
    }

    private static Set<Digest> needed(Manifest manifest) {
        var needed = new HashSet<Digest>();
        switch (manifest) {
            case Manifest.OfImage image -> {
                if (!image.config().external()) {
                    needed.add(image.config().digest());
                }
                image.layers().stream()
                        .filter(layer -> !layer.external())
                        .map(Descriptor::digest)
                        .forEach(needed::add);
            }
            case Manifest.OfIndex index ->
                    index.children().stream().map(Descriptor::digest).forEach(needed::add);
        }
        return needed;
    }
}
