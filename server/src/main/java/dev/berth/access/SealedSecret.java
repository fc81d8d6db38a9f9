package dev.berth.access;

/** A secret as the database holds it: bytes that only the root key opens. */
final class SealedSecret {
    private final byte[] bytes;

    SealedSecret(byte[] bytes) {
        this.bytes = bytes.clone();
    }

    byte[] bytes() {
        return bytes.clone();
    }
}
