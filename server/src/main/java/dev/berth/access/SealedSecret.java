package dev.berth.access;

/** A secret as the database holds it: bytes that only the root key opens. */
public final class SealedSecret {
    private final byte[] bytes;

    public SealedSecret(byte[] bytes) {
        this.bytes = bytes.clone();
    }

    public byte[] bytes() {
        return bytes.clone();
    }
}
