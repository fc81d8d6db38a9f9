package dev.berth.token;

import dev.berth.access.Principal;
import dev.berth.access.Revocations;
import dev.berth.aws.AccountId;
import dev.berth.db.Tx;
import java.time.Instant;
import java.time.InstantSource;

/** Ends what the root of an account was issued: logins, robots' tokens and sessions. */
public final class RootTokens {
    private final InstantSource clock;
    private final TokenStore tokens = new TokenStore();
    private final RevocationStore revocations = new RevocationStore();

    /**
     * @param clock the real one
     */
    public RootTokens(InstantSource clock) {
        this.clock = clock;
    }

    /** All of them that there are now, listed or not. */
    public void revokeAll(Tx tx, AccountId account) {
        String holderId = Revocations.holderId(new Principal.Root(account));
        Instant now = Instant.ofEpochMilli(clock.millis());
        revocations.advance(tx);
        revocations.put(tx, account, holderId, now);
        tokens.revokeAllOf(tx.sql(), account, holderId, now);
    }
}
