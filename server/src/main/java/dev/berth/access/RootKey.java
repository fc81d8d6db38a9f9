package dev.berth.access;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals the secrets that the database holds (AES-256-GCM), so that a copy of the database alone
 * opens no door. What is sealed is bound to its purpose: it opens nowhere else.
 */
public final class RootKey {
    static final int LENGTH = 32;
    private static final byte VERSION = 1;
    private static final int NONCE_LENGTH = 12;
    private static final int TAG_BITS = 128;

    private final SecretKey key;
    private final SecureRandom random;

    public RootKey(byte[] key, SecureRandom random) {
        if (key.length != LENGTH) {
            throw new IllegalArgumentException("a root key has " + LENGTH + " bytes");
        }
        this.key = new SecretKeySpec(key, "AES");
        this.random = random;
    }

    /** Version, nonce, ciphertext with its tag. */
    public SealedSecret seal(byte[] secret, String purpose) {
        byte[] nonce = new byte[NONCE_LENGTH];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, purpose).doFinal(secret);
            return new SealedSecret(
                    ByteBuffer.allocate(1 + NONCE_LENGTH + sealed.length)
                            .put(VERSION)
                            .put(nonce)
                            .put(sealed)
                            .array());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has AES-GCM", e);
        }
    }

    /**
     * What was sealed for this purpose.
     *
     * @throws RootKeyException when another key sealed it, for another purpose, or it was changed
     */
    public byte[] open(SealedSecret secret, String purpose) {
        byte[] sealed = secret.bytes();
        int start = 1 + NONCE_LENGTH;
        if (sealed.length < start + TAG_BITS / Byte.SIZE || sealed[0] != VERSION) {
            throw new RootKeyException("a sealed secret in the database is damaged: " + purpose);
        }
        try {
            return cipher(Cipher.DECRYPT_MODE, Arrays.copyOfRange(sealed, 1, start), purpose)
                    .doFinal(sealed, start, sealed.length - start);
        } catch (AEADBadTagException _) {
            throw new RootKeyException(
                    "the root key does not open a secret of the database: " + purpose);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has AES-GCM", e);
        }
    }

    /** Of what a client shows: empty for whatever this key did not seal for this purpose. */
    Optional<byte[]> tryOpen(SealedSecret secret, String purpose) {
        try {
            return Optional.of(open(secret, purpose));
        } catch (RootKeyException _) {
            return Optional.empty();
        }
    }

    private Cipher cipher(int mode, byte[] nonce, String purpose) throws GeneralSecurityException {
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(purpose.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
