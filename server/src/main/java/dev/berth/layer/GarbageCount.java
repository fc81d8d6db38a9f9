package dev.berth.layer;

import dev.berth.db.ReadableDatabase;
import dev.berth.db.Tx;
import dev.berth.layer.GarbageCountStore.BlobLink;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Tells what a collection has to do, and changes nothing: also beside a server, of its notes. */
public final class GarbageCount {
    private static final int STEP = 1_000;

    private final ReadableDatabase database;
    private final LayerReferences references;
    private final GarbageCountStore store = new GarbageCountStore();

    public GarbageCount(ReadableDatabase database, LayerReferences references) {
        this.database = database;
        this.references = references;
    }

    /**
     * What would go.
     *
     * @param wanted links that were last wanted at this time or before may end
     * @param condemned blobs that were condemned at this time or before are due
     */
    public Garbage count(Instant wanted, Instant condemned) {
        var linked = new Linked();
        BlobLink after = null;
        List<Ending> page;
        do {
            var from = after;
            page = database.read(tx -> endings(tx, store.links(tx, from, STEP), wanted));
            page.forEach(linked::add);
            after = page.isEmpty() ? null : page.getLast().link();
        } while (page.size() == STEP);
        var unlinked = database.read(store::unlinked);
        return new Garbage(
                linked.links,
                linked.finish().plus(unlinked),
                database.read(tx -> store.due(tx, condemned)));
    }

    /** A link, and whether it is ended or may be. */
    private record Ending(BlobLink link, boolean ends) {}

    private List<Ending> endings(Tx tx, List<BlobLink> page, Instant wanted) {
        var needed = new HashSet<LinkKey>();
        page.stream()
                .map(BlobLink::link)
                .filter(link -> link.mayEnd(wanted))
                .map(LinkEndingStore.AgedLink::key)
                .collect(
                        Collectors.groupingBy(
                                LinkKey::repositoryId,
                                Collectors.mapping(LinkKey::digest, Collectors.toSet())))
                .forEach((repository, digests) ->
                        references
                                .referenced(tx, repository, digests)
                                .forEach(named -> needed.add(new LinkKey(repository, named))));
        return page.stream()
                .map(link -> new Ending(link, ends(link.link(), wanted, needed)))
                .toList();
    }

    private static boolean ends(
            LinkEndingStore.AgedLink link, Instant wanted, Set<LinkKey> needed) {
        return link.condemned() || (link.mayEnd(wanted) && !needed.contains(link.key()));
    }

    /** Adds up links as they come, all those of a blob one after another. */
    private static final class Linked {
        private long links;
        private Swept blobs = Swept.NOTHING;
        private @Nullable BlobLink last;
        private boolean allEnd;

        void add(Ending ending) {
            var link = ending.link();
            if (last == null || !last.key().equals(link.key())) {
                finish();
                allEnd = true;
            }
            last = link;
            allEnd &= ending.ends();
            links += ending.ends() ? 1 : 0;
        }

        Swept finish() {
            if (last != null && allEnd) {
                blobs = blobs.plus(new Swept(1, last.size()));
            }
            return blobs;
        }
    }
}
