package dev.berth.db;

import java.util.function.Function;

/**
 * The metadata store. Work is a function of a transaction: what it throws rolls back that work
 * alone and reaches the caller unchanged. Work must not wait for clients or other servers, and must
 * be correct under READ COMMITTED. It runs on the thread of its caller or on another, so that it
 * can rely neither on locks that its caller holds nor on what belongs to a thread.
 *
 * <p>All of these block, and throw {@link dev.berth.runtime.WouldBlock} on a thread that may not;
 * what the database itself fails at is a {@link DatabaseException}.
 */
public interface Database extends ReadableDatabase {

    /** Writes; durable when this returns. */
    <T> T write(Function<Tx, T> work);

    /**
     * Writes; visible to everyone when this returns and durable with the next {@link #write}. For
     * facts whose loss at a power failure costs a client one retry, such as the row of an upload.
     */
    <T> T writeRelaxed(Function<Tx, T> work);
}
