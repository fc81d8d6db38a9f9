package dev.berth.oci;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;

/** The registered digest algorithms of the OCI image specification, section "Digests". */
public enum DigestAlgorithm {
    SHA256("sha256", "SHA-256", 64),
    SHA512("sha512", "SHA-512", 128);

    private final String prefix;
    private final String jdkName;
    private final int hexLength;

    DigestAlgorithm(String prefix, String jdkName, int hexLength) {
        this.prefix = prefix;
        this.jdkName = jdkName;
        this.hexLength = hexLength;
    }

    /** As it stands before the colon of a digest. */
    public String prefix() {
        return prefix;
    }

    public int hexLength() {
        return hexLength;
    }

    public MessageDigest newMessageDigest() {
        try {
            return MessageDigest.getInstance(jdkName);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has " + jdkName, e);
        }
    }

    public static Optional<DigestAlgorithm> of(String prefix) {
        return switch (prefix) {
            case "sha256" -> Optional.of(SHA256);
            case "sha512" -> Optional.of(SHA512);
            default -> Optional.empty();
        };
    }
}
