package dev.berth.api.ecr.shape;

import org.jspecify.annotations.Nullable;

/** How the layers of a repository are encrypted. */
public record EncryptionConfigurationShape(
        @Nullable String encryptionType, @Nullable String kmsKey) {
    /** Encrypted by what the blobs lie on; no key of its own. */
    public static final String AES256 = "AES256";

    public static EncryptionConfigurationShape aes256() {
        return new EncryptionConfigurationShape(AES256, null);
    }
}
