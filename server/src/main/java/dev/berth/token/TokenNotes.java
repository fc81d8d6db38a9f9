package dev.berth.token;

import dev.berth.access.TokenUses;
import dev.berth.db.Database;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Which tokens of logins were issued and which tokens were used, noted in memory, so that neither a
 * login nor a request waits for a write; the notes are written together. What a crash takes are the
 * notes since the last time: such a token still works and ends as any other, but is not listed.
 */
public final class TokenNotes implements TokenUses {
    /** What the notes may take is bounded; what is beyond is not noted. */
    private static final int MAX_NOTES = 100_000;

    /** Few enough that others hardly wait for a step. */
    private static final int STEP = 200;

    /** Of uses that follow each other so closely, the first stands for all. */
    private static final long CLOSE_MILLIS = 1_000;

    /** How long what has ended is kept. */
    private static final Duration KEPT = Duration.ofDays(1);

    private final Database database;
    private final InstantSource clock;
    private final TokenStore store = new TokenStore();
    private final ConcurrentHashMap<UUID, TokenRecord> issued = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<UUID, Long> used = new ConcurrentHashMap<>();
    private final ReentrantLock flushing = new ReentrantLock();

    /**
     * @param clock the real one
     */
    public TokenNotes(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    void issued(TokenRecord token) {
        if (issued.size() < MAX_NOTES) {
            issued.put(token.id(), token);
        }
    }

    @Override
    public void note(UUID token) {
        long now = clock.millis();
        Long known = used.get(token);
        if (known == null ? used.size() < MAX_NOTES : now - known >= CLOSE_MILLIS) {
            used.merge(token, now, Math::max);
        }
    }

    /** Writes what was noted until now. */
    public void flush() {
        flushing.lock();
        try {
            write(
                    take(issued),
                    issued,
                    step ->
                            database.writeRelaxed(tx -> {
                                step.forEach(note -> store.insert(tx.sql(), note.getValue()));
                                return step.size();
                            }));
            write(
                    take(used),
                    used,
                    step ->
                            database.writeRelaxed(tx -> {
                                step.forEach(note ->
                                        store.used(
                                                tx.sql(),
                                                note.getKey(),
                                                Instant.ofEpochMilli(note.getValue())));
                                return step.size();
                            }));
        } finally {
            flushing.unlock();
        }
    }

    /** Takes away the rows of tokens that ended long ago, in small steps. */
    void removeEnded() {
        Instant before = clock.instant().minus(KEPT);
        int removed = STEP;
        while (removed == STEP) {
            removed = database.writeRelaxed(tx -> store.deleteEndedBefore(tx.sql(), before, STEP));
        }
    }

    /** In the order of the ids, so that two that write at the same time do not lock crosswise. */
    private static <T> List<Map.Entry<UUID, T>> take(ConcurrentHashMap<UUID, T> notes) {
        var taken = new ArrayList<Map.Entry<UUID, T>>();
        for (UUID id : notes.keySet()) {
            T note = notes.remove(id);
            if (note != null) {
                taken.add(Map.entry(id, note));
            }
        }
        taken.sort(Map.Entry.comparingByKey());
        return taken;
    }

    /** What could not be written is noted again, unless there is a newer note. */
    private static <T> void write(
            List<Map.Entry<UUID, T>> taken,
            ConcurrentHashMap<UUID, T> notes,
            Consumer<List<Map.Entry<UUID, T>>> writing) {
        for (int from = 0; from < taken.size(); from += STEP) {
            var rest = taken.subList(from, taken.size());
            try {
                writing.accept(rest.subList(0, Math.min(STEP, rest.size())));
            } catch (RuntimeException e) {
                rest.forEach(note -> notes.putIfAbsent(note.getKey(), note.getValue()));
                throw e;
            }
        }
    }
}
