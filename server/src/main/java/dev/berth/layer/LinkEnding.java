package dev.berth.layer;

import dev.berth.db.Database;
import dev.berth.db.Tx;
import dev.berth.layer.LinkEndingStore.AgedLink;
import dev.berth.oci.Digest;
import dev.berth.repository.Repositories;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How links end that no manifest needs: they are condemned first, which hides them from all but a
 * manifest that names them, and removed later. Steps are small, and any may be the last: the next
 * run finds what is left to do.
 */
public final class LinkEnding {
    private static final int READ_STEP = 1_000;

    /** A few milliseconds of the writer, for which a push may have to wait. */
    private static final int WRITE_STEP = 50;

    private final Database database;
    private final Repositories repositories;
    private final LayerReferences references;
    private final Layers layers;
    private final LinkEndingStore store = new LinkEndingStore();
    private final LayerStore links = new LayerStore();

    public LinkEnding(
            Database database,
            Repositories repositories,
            LayerReferences references,
            Layers layers) {
        this.database = database;
        this.repositories = repositories;
        this.references = references;
        this.layers = layers;
    }

    /** What of a step's links may end, and the last that the step looked at; null at the end. */
    private record Step(List<LinkKey> ending, @Nullable LinkKey last) {}

    /** Condemns links that were last wanted at this time or before; tells how many. */
    public long condemn(Instant wanted, Instant now, Pace pace) throws InterruptedException {
        layers.wanted().flush();
        long condemned = 0;
        LinkKey after = null;
        do {
            var step = look(after, wanted);
            for (var ending : inWriteSteps(step.ending())) {
                condemned += condemn(ending.repositoryId(), ending.digests(), wanted, now);
                pace.pause();
            }
            after = step.last();
            pace.pause();
        } while (after != null);
        return condemned;
    }

    private Step look(@Nullable LinkKey after, Instant wanted) {
        return database.read(tx -> {
            var page = store.list(tx, after, READ_STEP);
            var ending = new ArrayList<LinkKey>();
            var old = page.stream().filter(link -> link.mayEnd(wanted)).map(AgedLink::key).toList();
            byRepository(old)
                    .forEach((repository, digests) ->
                            unneeded(tx, repository, digests).stream()
                                    .map(digest -> new LinkKey(repository, digest))
                                    .forEach(ending::add));
            return new Step(ending, page.size() < READ_STEP ? null : page.getLast().key());
        });
    }

    private List<Digest> unneeded(Tx tx, long repository, List<Digest> digests) {
        var named = references.referenced(tx, repository, digests);
        return digests.stream().filter(digest -> !named.contains(digest)).toList();
    }

    /** Not durable at once: what a power failure takes away is condemned again. */
    private int condemn(long repository, List<Digest> digests, Instant wanted, Instant now) {
        return database.writeRelaxed(tx -> {
            if (!repositories.lock(tx, repository)) {
                return 0;
            }
            // Answers from memory go on meanwhile; the note of a later one revives the link.
            var ending =
                    unneeded(tx, repository, digests).stream()
                            .map(digest -> new LinkKey(repository, digest))
                            .filter(key -> !layers.wanted().isNoted(key))
                            .toList();
            var condemned = store.condemn(tx, ending, wanted, now);
            tx.afterCommit(() -> condemned.forEach(layers.cache()::remove));
            return condemned.size();
        });
    }

    /** Removes links that were condemned at this time or before; tells how many. */
    public long remove(Instant condemned, Pace pace) throws InterruptedException {
        long removed = 0;
        long before;
        List<LinkKey> due;
        do {
            before = removed;
            due = database.read(tx -> store.due(tx, condemned, WRITE_STEP));
            for (var ending : inWriteSteps(due)) {
                removed += remove(ending.repositoryId(), ending.digests(), condemned);
                pace.pause();
            }
            // A round that removed none would find the same again: they are the next run's.
        } while (due.size() == WRITE_STEP && removed > before);
        return removed;
    }

    /** How many are condemned now. */
    public long condemned() {
        return database.read(store::countCondemned);
    }

    private int remove(long repository, List<Digest> digests, Instant condemned) {
        return database.writeRelaxed(tx -> {
            if (!repositories.lock(tx, repository)) {
                return 0; // with all of its links
            }
            // Condemned though a manifest names it: that came without asking for the link.
            links.revive(tx, repository, references.referenced(tx, repository, digests));
            return store.remove(tx, repository, digests, condemned);
        });
    }

    /** Links of one repository, few enough for a transaction that writes. */
    private record Ending(long repositoryId, List<Digest> digests) {}

    private static List<Ending> inWriteSteps(List<LinkKey> keys) {
        var steps = new ArrayList<Ending>();
        byRepository(keys)
                .forEach((repository, digests) -> {
                    for (int from = 0; from < digests.size(); from += WRITE_STEP) {
                        int to = Math.min(from + WRITE_STEP, digests.size());
                        steps.add(new Ending(repository, digests.subList(from, to)));
                    }
                });
        return steps;
    }

    private static Map<Long, List<Digest>> byRepository(List<LinkKey> keys) {
        var digests = new LinkedHashMap<Long, List<Digest>>();
        for (var key : keys) {
            digests.computeIfAbsent(key.repositoryId(), _ -> new ArrayList<>()).add(key.digest());
        }
        return digests;
    }
}
