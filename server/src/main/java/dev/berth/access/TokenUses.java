package dev.berth.access;

import java.util.UUID;

/** Who wants to know which tokens are used. */
@FunctionalInterface
public interface TokenUses {

    /** A token was good just now. Never waits. */
    void note(UUID token);
}
