package dev.berth.access;

import java.time.Instant;
import java.util.UUID;
import javax.crypto.SecretKey;

/**
 * A key that signs tokens, or once did.
 *
 * @param signs false once it is retired: then it only verifies
 */
record TokenKey(UUID id, SecretKey key, Instant createdAt, boolean signs) {

    @Override
    public String toString() {
        return "TokenKey[id=" + id + "]";
    }
}
