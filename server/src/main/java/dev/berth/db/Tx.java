package dev.berth.db;

import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * A transaction under way: where SQL is run, and what is to be done once it is durable.
 *
 * <p>Actions after the commit run before any caller learns of the commit, in the order in which
 * they were given; they only drop or renew cached facts, and neither wait nor fail.
 */
public final class Tx {
    private final Handle sql;
    private final List<Runnable> afterCommit = new ArrayList<>(2);

    public Tx(Handle sql) {
        this.sql = sql;
    }

    public Handle sql() {
        return sql;
    }

    public void afterCommit(Runnable action) {
        afterCommit.add(action);
    }

    public List<Runnable> afterCommit() {
        return List.copyOf(afterCommit);
    }
}
