package dev.berth.identity;

import dev.berth.aws.AccountId;
import dev.berth.aws.Arn;
import dev.berth.aws.Region;
import dev.berth.aws.Registry;
import dev.berth.db.Tx;
import dev.berth.events.Actor;
import dev.berth.events.Event;
import dev.berth.events.Outbox;
import dev.berth.problem.IdentityFault;
import java.time.Instant;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** A change of the identities of one account, under way: no other change of them is. */
public final class Change {
    /** IAM knows no regions; this is where AWS records what happens to it. */
    private static final Region REGION = new Region("us-east-1");

    private final Tx tx;
    private final AccountId account;
    private final Actor actor;
    private final Instant now;
    private final boolean declares;
    private final Outbox outbox;

    Change(Tx tx, AccountId account, Actor actor, Instant now, boolean declares, Outbox outbox) {
        this.tx = tx;
        this.account = account;
        this.actor = actor;
        this.now = now;
        this.declares = declares;
        this.outbox = outbox;
    }

    public Tx tx() {
        return tx;
    }

    public AccountId account() {
        return account;
    }

    /** What is made by this change was made then. */
    public Instant now() {
        return now;
    }

    /** Whether this is the file of identities: what it makes is declared. */
    public boolean declares() {
        return declares;
    }

    /** What the file of identities declares is changed by it alone. */
    public void requireChangeable(boolean declared, Owner owner) {
        requireChangeable(declared, owner.kind().word() + " " + owner.name());
    }

    void requireChangeable(boolean declared, String entity) {
        if (declared && !declares) {
            throw Refusal.of(
                    IdentityFault.UNMODIFIABLE_ENTITY,
                    "The %s is declared in the identities file of this server. Change it there."
                            .formatted(entity));
        }
    }

    Handle sql() {
        return tx.sql();
    }

    /**
     * Leaves word of what was changed.
     *
     * @param type such as {@code identity.user-created}
     */
    public void note(String type, Arn resource, Map<String, Object> detail) {
        outbox.append(
                tx,
                actor,
                new Event(type, 1, new Registry(account, REGION), resource.toString(), detail));
    }
}
