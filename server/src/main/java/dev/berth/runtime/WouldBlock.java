package dev.berth.runtime;

/**
 * Says that a request cannot be answered from memory alone. The engine then runs the same request
 * again, from its start, on a thread that may block; hence nothing may have been changed before.
 */
public final class WouldBlock extends RuntimeException {
    private static final long serialVersionUID = 1;

    @SuppressWarnings("StaticAssignmentOfThrowable") // has no stack trace, and is thrown often
    private static final WouldBlock INSTANCE = new WouldBlock();

    private WouldBlock() {
        super("would block", null, false, false);
    }

    /** Call before any wait (disk, database, lock, network): throws on a thread that may not. */
    public static void unlessMayBlock() {
        if (Thread.currentThread() instanceof MemoryOnlyThread) {
            throw INSTANCE;
        }
    }
}
