package dev.berth.events;

import dev.berth.db.Tx;
import dev.berth.runtime.Clocks;
import dev.berth.runtime.IdSource;

/** Where every change leaves word of itself, in its own transaction; consumers claim the rows. */
public final class Outbox {
    private final IdSource ids;
    private final Clocks clocks;
    private final EventListener listener;
    private final OutboxStore store = new OutboxStore();

    public Outbox(IdSource ids, Clocks clocks) {
        this(ids, clocks, EventListener.NONE);
    }

    public Outbox(IdSource ids, Clocks clocks, EventListener listener) {
        this.ids = ids;
        this.clocks = clocks;
        this.listener = listener;
    }

    public void append(Tx tx, Actor actor, Event event) {
        store.insert(tx, ids.next(), clocks.business().instant(), actor, event);
        tx.afterCommit(() -> listener.committed(actor, event));
    }
}
