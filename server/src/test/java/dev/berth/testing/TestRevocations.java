package dev.berth.testing;

import dev.berth.access.Principal;
import dev.berth.access.Revocations;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Revocations that a test makes. */
public final class TestRevocations implements Revocations {
    private final Set<UUID> tokens = new HashSet<>();
    private final Map<String, Instant> before = new HashMap<>();

    public void revoke(UUID token) {
        tokens.add(token);
    }

    /** Ends all that the principal was issued until then. */
    public void revoke(Principal principal, Instant until) {
        before.put(Revocations.holderId(principal), until);
    }

    @Override
    public boolean isRevoked(UUID token, Principal principal, Instant issuedAt) {
        return tokens.contains(token) || isRevoked(principal, issuedAt);
    }

    @Override
    public boolean isRevoked(Principal principal, Instant issuedAt) {
        Instant until = before.get(Revocations.holderId(principal));
        return until != null && !issuedAt.isAfter(until);
    }
}
