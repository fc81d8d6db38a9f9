package dev.berth.model;

import dev.berth.oci.Digest;
import dev.berth.oci.DigestAlgorithm;
import dev.berth.oci.MediaTypes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A manifest as a client makes it.
 *
 * @param blobs config and layers; none in an index
 * @param children none in an image
 * @param salt tells manifests of the same parts from each other, by an annotation
 */
record Manifest(
        Digest digest,
        String mediaType,
        String content,
        List<Blob> blobs,
        List<Manifest> children,
        @Nullable Digest subject,
        @Nullable String artifactType,
        int salt) {
    Manifest {
        blobs = List.copyOf(blobs);
        children = List.copyOf(children);
    }

    static Manifest image(
            Blob config,
            List<Blob> layers,
            @Nullable Manifest subject,
            @Nullable String artifactType,
            int salt) {
        String mediaType = salt % 2 == 0 ? MediaTypes.OCI_MANIFEST : MediaTypes.DOCKER_MANIFEST;
        var blobs = new ArrayList<Blob>(List.of(config));
        blobs.addAll(layers);
        String content =
                """
                {"schemaVersion":2,"mediaType":"%s",%s"config":%s,"layers":[%s]%s}\
                """
                        .formatted(
                                mediaType,
                                artifactType == null
                                        ? ""
                                        : "\"artifactType\":\"%s\",".formatted(artifactType),
                                descriptor(MediaTypes.OCI_CONFIG, config),
                                layers.stream()
                                        .map(layer -> descriptor("application/x-layer", layer))
                                        .collect(Collectors.joining(",")),
                                tail(subject, salt));
        return new Manifest(
                Blob.digest(DigestAlgorithm.SHA256, content),
                mediaType,
                content,
                blobs,
                List.of(),
                subject == null ? null : subject.digest(),
                artifactType == null ? MediaTypes.OCI_CONFIG : artifactType,
                salt);
    }

    static Manifest index(List<Manifest> children, @Nullable Manifest subject, int salt) {
        String content =
                """
                {"schemaVersion":2,"mediaType":"%s","manifests":[%s]%s}\
                """
                        .formatted(
                                MediaTypes.OCI_INDEX,
                                children.stream()
                                        .map(Manifest::descriptor)
                                        .collect(Collectors.joining(",")),
                                tail(subject, salt));
        return new Manifest(
                Blob.digest(DigestAlgorithm.SHA256, content),
                MediaTypes.OCI_INDEX,
                content,
                List.of(),
                children,
                subject == null ? null : subject.digest(),
                null,
                salt);
    }

    private static String tail(@Nullable Manifest subject, int salt) {
        return (subject == null ? "" : ",\"subject\":" + subject.descriptor())
                + ",\"annotations\":{\"salt\":\"%d\"}".formatted(salt);
    }

    private static String descriptor(String mediaType, Blob blob) {
        return descriptor(mediaType, blob.digest(), blob.content().length());
    }

    private String descriptor() {
        return descriptor(mediaType, digest, content.length());
    }

    private static String descriptor(String mediaType, Digest digest, long size) {
        return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d}"
                .formatted(mediaType, digest, size);
    }

    byte[] bytes() {
        return content.getBytes(StandardCharsets.UTF_8);
    }

    boolean isIndex() {
        return mediaType.equals(MediaTypes.OCI_INDEX);
    }

    @Override
    public String toString() {
        return content;
    }
}
