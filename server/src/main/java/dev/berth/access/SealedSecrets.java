package dev.berth.access;

import dev.berth.db.Tx;
import java.util.Optional;

/** Where the database holds secrets that the root key sealed. */
@FunctionalInterface
public interface SealedSecrets {

    /** Any one of them: enough to see whether a root key fits. */
    Optional<Sample> any(Tx tx);

    record Sample(SealedSecret secret, String purpose) {}
}
