package dev.berth.image;

import dev.berth.oci.Digest;
import dev.berth.oci.MediaTypes;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a manifest says, as far as a registry has to know. */
sealed interface Manifest {

    /**
     * What a manifest refers to.
     *
     * @param mediaType null where it is left out
     * @param external whether the content may lie elsewhere, and need not be here
     */
    record Descriptor(@Nullable String mediaType, Digest digest, long size, boolean external) {}

    String mediaType();

    @Nullable String artifactMediaType();

    @Nullable Digest subject();

    /** An image, or any other artifact: a config and layers. */
    record OfImage(
            String mediaType,
            @Nullable String artifactType,
            Descriptor config,
            List<Descriptor> layers,
            @Nullable Digest subject)
            implements Manifest {
        public OfImage {
            layers = List.copyOf(layers);
        }

        @Override
        public @Nullable String artifactMediaType() {
            return artifactType == null ? config.mediaType() : artifactType;
        }

        List<Descriptor> blobs() {
            return Stream.concat(Stream.of(config), layers.stream()).toList();
        }
    }

    /** A list of manifests: one for each platform, and what belongs to them. */
    record OfIndex(
            String mediaType,
            @Nullable String artifactType,
            List<Descriptor> children,
            @Nullable Digest subject)
            implements Manifest {
        public OfIndex {
            children = List.copyOf(children);
        }

        @Override
        public @Nullable String artifactMediaType() {
            return artifactType;
        }
    }

    static boolean isAccepted(String mediaType) {
        return MediaTypes.isImage(mediaType) || MediaTypes.isIndex(mediaType);
    }
}
