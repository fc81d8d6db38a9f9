package dev.berth.image;

import dev.berth.aws.Registry;
import dev.berth.db.Database;
import dev.berth.db.Tx;
import dev.berth.oci.Digest;
import dev.berth.repository.Repository;
import dev.berth.runtime.Clocks;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * When images were last pulled. A pull is noted in memory, so that it neither waits nor writes; the
 * notes are written together, again and again. What a crash takes are the notes since the last
 * time.
 */
public final class PullTimes {
    /** What the notes may take is bounded; pulls of more images at once are not noted. */
    private static final int MAX_NOTES = 100_000;

    /** Few enough that pushes hardly wait for a step. */
    private static final int STEP = 200;

    /** Of pulls of one image that follow each other so closely, the first stands for all. */
    private static final long CLOSE_MILLIS = 1_000;

    private record Pulled(Registry registry, long repositoryId, Digest digest, String principal) {}

    private record Note(Pulled pulled, long at) {}

    private final Database database;
    private final Clocks clocks;
    private final ConcurrentHashMap<Pulled, Long> notes = new ConcurrentHashMap<>();
    private final ReentrantLock flushing = new ReentrantLock();
    private final ImageStore store = new ImageStore();
    private final PullTimeExclusionStore exclusions = new PullTimeExclusionStore();

    public PullTimes(Database database, Clocks clocks) {
        this.database = database;
        this.clocks = clocks;
    }

    /**
     * Someone was given the image's manifest. Never waits.
     *
     * @param principal the ARN of who pulled
     */
    public void note(Repository repository, Digest digest, String principal) {
        var pulled = new Pulled(repository.registry(), repository.id(), digest, principal);
        long now = clocks.business().millis();
        Long known = notes.get(pulled);
        if (known == null ? notes.size() < MAX_NOTES : now - known >= CLOSE_MILLIS) {
            notes.merge(pulled, now, Math::max);
        }
    }

    /** Writes what was noted until now, but for the pulls of excluded principals. */
    public void flush() {
        flushing.lock();
        try {
            List<Note> taken = take();
            for (int from = 0; from < taken.size(); from += STEP) {
                var rest = taken.subList(from, taken.size());
                try {
                    var step = rest.subList(0, Math.min(STEP, rest.size()));
                    database.writeRelaxed(tx -> write(tx, step));
                } catch (RuntimeException e) {
                    rest.forEach(note -> notes.merge(note.pulled(), note.at(), Math::max));
                    throw e;
                }
            }
        } finally {
            flushing.unlock();
        }
    }

    /** In the order of the rows, so that two that write at the same time do not lock crosswise. */
    private List<Note> take() {
        var taken = new ArrayList<Note>();
        for (Pulled pulled : notes.keySet()) {
            Long at = notes.remove(pulled);
            if (at != null) {
                taken.add(new Note(pulled, at));
            }
        }
        taken.sort(
                Comparator.comparingLong((Note note) -> note.pulled().repositoryId())
                        .thenComparing(note -> note.pulled().digest().toString()));
        return taken;
    }

    private int write(Tx tx, List<Note> step) {
        var excluded = new HashMap<Registry, List<ExcludedPrincipal>>();
        int written = 0;
        for (Note note : step) {
            Pulled pulled = note.pulled();
            boolean counts =
                    excluded
                            .computeIfAbsent(
                                    pulled.registry(), registry -> exclusions.all(tx, registry))
                            .stream()
                            .noneMatch(principal -> principal.covers(pulled.principal()));
            if (counts) {
                written +=
                        store.pulled(
                                tx,
                                pulled.repositoryId(),
                                pulled.digest(),
                                Instant.ofEpochMilli(note.at()));
            }
        }
        return written;
    }
}
