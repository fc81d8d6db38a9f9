package dev.berth.identity;

import dev.berth.db.Database;
import dev.berth.runtime.Clocks;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * When access keys were last used. A use is noted in memory, so that no request waits or writes for
 * it; the notes are written together, again and again. A crash takes those since the last time.
 */
public final class KeyUses {
    /** What the notes may take is bounded; uses of more keys at once are not noted. */
    private static final int MAX_NOTES = 100_000;

    /** Few enough that others hardly wait for a step. */
    private static final int STEP = 200;

    private final Database database;
    private final Clocks clocks;
    private final ConcurrentHashMap<String, KeyUse> notes = new ConcurrentHashMap<>();
    private final ReentrantLock flushing = new ReentrantLock();
    private final KeyUseStore store = new KeyUseStore();

    public KeyUses(Database database, Clocks clocks) {
        this.database = database;
        this.clocks = clocks;
    }

    /** The key signed a request that was found to be right. Never waits. */
    public void note(String id, String service, String region) {
        if (notes.size() < MAX_NOTES || notes.containsKey(id)) {
            notes.put(id, new KeyUse(clocks.business().instant(), service, region));
        }
    }

    /** Of any key that there was; empty where it was never used. */
    public Optional<KeyUse> last(String id) {
        KeyUse noted = notes.get(id);
        return noted != null ? Optional.of(noted) : database.read(tx -> store.find(tx.sql(), id));
    }

    /** Writes what was noted until now. */
    public void flush() {
        flushing.lock();
        try {
            // in the order of the rows, so that two that write at once do not lock crosswise
            List<Map.Entry<String, KeyUse>> taken = new ArrayList<>(Map.copyOf(notes).entrySet());
            taken.sort(Map.Entry.comparingByKey());
            for (int from = 0; from < taken.size(); from += STEP) {
                var step = taken.subList(from, Math.min(from + STEP, taken.size()));
                database.writeRelaxed(tx -> {
                    step.forEach(note -> store.put(tx.sql(), note.getKey(), note.getValue()));
                    return step.size();
                });
                step.forEach(note -> notes.remove(note.getKey(), note.getValue()));
            }
        } finally {
            flushing.unlock();
        }
    }
}
