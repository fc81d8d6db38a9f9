package dev.berth.access;

import java.time.Instant;
import java.util.UUID;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/**
 * A key that signs tokens, or once did.
 *
 * @param signs false once it is retired: then it only verifies
 * @param neededUntil when the longest of its tokens ends; null while none is a long one
 */
record TokenKey(
        UUID id, SecretKey key, Instant createdAt, boolean signs, @Nullable Instant neededUntil) {

    boolean isNeeded(Instant until) {
        return neededUntil != null && !neededUntil.isBefore(until);
    }

    @Override
    public String toString() {
        return "TokenKey[id=" + id + "]";
    }
}
