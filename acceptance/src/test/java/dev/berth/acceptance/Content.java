package dev.berth.acceptance;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/** Some bytes with their media type and digest, as a descriptor names them. */
final class Content {

    static final String OCI_MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    static final String OCI_INDEX = "application/vnd.oci.image.index.v1+json";

    static final String DOCKER_LIST = "application/vnd.docker.distribution.manifest.list.v2+json";

    private static final String OCI_CONFIG = "application/vnd.oci.image.config.v1+json";
    private static final String OCI_LAYER = "application/vnd.oci.image.layer.v1.tar";
    private static final String IN_TOTO = "application/vnd.in-toto+json";

    private final String mediaType;
    private final byte[] bytes;

    private Content(String mediaType, byte[] bytes) {
        this.mediaType = mediaType;
        this.bytes = bytes;
    }

    static Content text(String mediaType, String text) {
        return new Content(mediaType, text.getBytes(StandardCharsets.UTF_8));
    }

    static Content layer(Random random, int size) {
        var bytes = new byte[size];
        random.nextBytes(bytes);
        return new Content(OCI_LAYER, bytes);
    }

    static Content config(String architecture, Random random) {
        return text(
                OCI_CONFIG,
                """
                {"architecture":"%s","os":"linux","author":"%x","rootfs":{"type":"layers","diff_ids":[]}}\
                """
                        .formatted(architecture, random.nextLong()));
    }

    static Content manifest(Content config, List<Content> layers) {
        return text(
                OCI_MANIFEST,
                """
                {"schemaVersion":2,"mediaType":"%s","config":%s,"layers":[%s]}\
                """
                        .formatted(
                                OCI_MANIFEST,
                                config.descriptor(""),
                                layers.stream()
                                        .map(layer -> layer.descriptor(""))
                                        .collect(Collectors.joining(","))));
    }

    /** A file as ORAS lays it out: no configuration, the file in a layer that has its name. */
    static Content artifact(
            String artifactType, Content empty, Content file, String name, String subject) {
        return text(
                OCI_MANIFEST,
                """
                {"schemaVersion":2,"mediaType":"%s","artifactType":"%s","config":%s,"layers":[%s]%s,\
                "annotations":{"team":"one"}}\
                """
                        .formatted(
                                OCI_MANIFEST,
                                artifactType,
                                empty.descriptor(",\"data\":\"e30=\""),
                                file.descriptor(
                                        ",\"annotations\":{\"org.opencontainers.image.title\":\"%s\"}"
                                                .formatted(name)),
                                subject));
    }

    /** The index of one referrer that clients without the referrers API keep under a tag. */
    static Content indexOf(Content referrer, String artifactType) {
        return text(
                OCI_INDEX,
                "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"manifests\":[%s]}"
                        .formatted(
                                OCI_INDEX,
                                referrer.descriptor(
                                        ",\"artifactType\":\"%s\"".formatted(artifactType))));
    }

    /** A build's provenance for one image, in the form in which buildx adds it to an index. */
    static Content statementFor(Content manifest) {
        return text(
                IN_TOTO,
                """
                {"_type":"https://in-toto.io/Statement/v0.1","predicateType":"https://slsa.dev/provenance/v0.2",\
                "subject":[{"name":"image","digest":{"sha256":"%s"}}],"predicate":{}}\
                """
                        .formatted(manifest.digest().substring("sha256:".length())));
    }

    /** An index of one image per platform, and one attestation manifest for each of them. */
    static Content index(Content amd64, Content arm64, Content proofOfAmd64, Content proofOfArm64) {
        return text(
                OCI_INDEX,
                """
                {"schemaVersion":2,"mediaType":"%s","manifests":[%s,%s,%s,%s]}\
                """
                        .formatted(
                                OCI_INDEX,
                                amd64.descriptor(platform("amd64", "linux")),
                                arm64.descriptor(platform("arm64", "linux")),
                                proofOfAmd64.descriptor(
                                        platform("unknown", "unknown") + attests(amd64)),
                                proofOfArm64.descriptor(
                                        platform("unknown", "unknown") + attests(arm64))));
    }

    String mediaType() {
        return mediaType;
    }

    byte[] bytes() {
        return bytes.clone();
    }

    String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    int size() {
        return bytes.length;
    }

    String digest() {
        return digestOf(bytes);
    }

    static String digestOf(byte[] bytes) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
            return "sha256:" + HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The member of a manifest that says to what it refers. */
    String asSubject() {
        return ",\"subject\":" + descriptor("");
    }

    private String descriptor(String more) {
        return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d%s}"
                .formatted(mediaType, digest(), bytes.length, more);
    }

    private static String platform(String architecture, String os) {
        return ",\"platform\":{\"architecture\":\"%s\",\"os\":\"%s\"}".formatted(architecture, os);
    }

    private static String attests(Content manifest) {
        return ",\"annotations\":{\"vnd.docker.reference.digest\":\"%s\",\"vnd.docker.reference.type\":\"attestation-manifest\"}"
                .formatted(manifest.digest());
    }
}
