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

        long size() {
            return Stream.concat(Stream.of(config), layers.stream())
                    .mapToLong(Descriptor::size)
                    .reduce(0, Manifest::sum);
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

    /** Sizes are what a stranger claims: their sum must not wrap. */
    private static long sum(long a, long b) {
        long sum = a + b;
        return sum < 0 ? Long.MAX_VALUE : sum;
    }

    static boolean isAccepted(String mediaType) {
        return MediaTypes.isImage(mediaType) || MediaTypes.isIndex(mediaType);
    }
}
