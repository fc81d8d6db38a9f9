package dev.berth.token;

import dev.berth.access.Principal;
import dev.berth.access.Revocations;
import dev.berth.db.Database;
import dev.berth.db.Tx;
import dev.berth.problem.AccessProblem;
import dev.berth.problem.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;

/**
 * All that is revoked and has not ended, in memory. What another server revoked is seen with the
 * next {@link #refresh}; where none has succeeded for too long, every token is refused.
 */
public final class KnownRevocations implements Revocations {
    static final Duration MAX_AGE = Duration.ofSeconds(30);

    /** What was read at {@code at}, when the counter stood at {@code version}. */
    private record Known(long version, Set<UUID> tokens, Map<String, Instant> holders, Instant at) {
        private static final Known NOTHING = new Known(-1, Set.of(), Map.of(), Instant.EPOCH);

        Known {
            tokens = Set.copyOf(tokens);
            holders = Map.copyOf(holders);
        }
    }

    private final Database database;
    private final InstantSource clock;
    private final TokenStore tokens = new TokenStore();
    private final RevocationStore revocations = new RevocationStore();
    private final ReentrantLock refreshing = new ReentrantLock();
    private volatile Known known = Known.NOTHING;

    /**
     * @param clock the real one
     */
    public KnownRevocations(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Before the first token is checked, and again and again; also after a revocation here. */
    public void refresh() {
        // One at a time: whoever has just revoked must not be overtaken by an older reading.
        refreshing.lock();
        try {
            Instant begun = clock.instant();
            known = database.read(tx -> read(tx, begun));
        } finally {
            refreshing.unlock();
        }
    }

    /** The version is read first: what is revoked meanwhile is read again, and not overlooked. */
    private Known read(Tx tx, Instant begun) {
        Known before = known;
        long version = revocations.version(tx);
        return version == before.version()
                ? new Known(version, before.tokens(), before.holders(), begun)
                : new Known(
                        version,
                        new HashSet<>(tokens.revoked(tx.sql(), begun)),
                        revocations.all(tx),
                        begun);
    }

    @Override
    public boolean isRevoked(UUID token, Principal principal, Instant issuedAt) {
        Known now = current();
        return now.tokens().contains(token) || isRevoked(now, principal, issuedAt);
    }

    @Override
    public boolean isRevoked(Principal principal, Instant issuedAt) {
        return isRevoked(current(), principal, issuedAt);
    }

    private static boolean isRevoked(Known now, Principal principal, Instant issuedAt) {
        Instant before =
                now.holders().isEmpty() ? null : now.holders().get(Revocations.holderId(principal));
        return before != null && !issuedAt.isAfter(before);
    }

    private Known current() {
        Known now = known;
        // A clock that was set back does not make old knowledge new.
        if (Duration.between(now.at(), clock.instant()).abs().compareTo(MAX_AGE) > 0) {
            throw new ProblemException(new AccessProblem.IdentitiesStale());
        }
        return now;
    }
}
