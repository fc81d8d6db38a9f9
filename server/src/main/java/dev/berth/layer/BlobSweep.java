package dev.berth.layer;

import dev.berth.blob.BlobKey;
import dev.berth.blob.BlobRemoval;
import dev.berth.blob.BlobStore;
import dev.berth.db.Database;
import dev.berth.db.Tx;
import dev.berth.layer.BlobSweepStore.Due;
import dev.berth.layer.BlobSweepStore.Seen;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How blobs go that no repository links: condemned first, swept later, row before bytes. A key that
 * an upload keeps is passed over; a later run comes to it.
 */
public final class BlobSweep {
    private static final Logger log = LoggerFactory.getLogger(BlobSweep.class);
    private static final int READ_STEP = 1_000;

    /** A few milliseconds of the writer, for which a push may have to wait. */
    private static final int WRITE_STEP = 50;

    private final Database database;
    private final BlobStore blobs;
    private final BlobSweepStore store = new BlobSweepStore();

    public BlobSweep(Database database, BlobStore blobs) {
        this.database = database;
        this.blobs = blobs;
    }

    /** Condemns what no repository links; tells how many. */
    public long condemn(Instant now, Pace pace) throws InterruptedException {
        long condemned = 0;
        BlobKey after = null;
        do {
            var from = after;
            var page = database.read(tx -> store.list(tx, from, READ_STEP));
            var unlinked = page.stream().filter(Seen::mayGo).map(Seen::key).toList();
            for (int i = 0; i < unlinked.size(); i += WRITE_STEP) {
                var step = unlinked.subList(i, Math.min(i + WRITE_STEP, unlinked.size()));
                // Not durable at once: what a power failure takes away is condemned again.
                condemned += database.writeRelaxed(tx -> store.condemn(tx, step, now));
                pace.pause();
            }
            after = page.size() < READ_STEP ? null : page.getLast().key();
            pace.pause();
        } while (after != null);
        return condemned;
    }

    /** Sweeps what was condemned at this time or before, and is still not linked. */
    public Swept sweep(Instant condemned, Pace pace) throws InterruptedException {
        var swept = Swept.NOTHING;
        var busy = new HashSet<BlobKey>();
        List<Due> due = due(condemned, busy);
        while (!due.isEmpty()) {
            swept = swept.plus(sweep(due, condemned, busy));
            pace.pause();
            due = due(condemned, busy);
        }
        return swept;
    }

    /** How many are condemned now. */
    public long condemned() {
        return database.read(store::countCondemned);
    }

    private List<Due> due(Instant condemned, Set<BlobKey> busy) {
        return database.read(tx -> store.due(tx, condemned, WRITE_STEP + busy.size())).stream()
                .filter(blob -> !busy.contains(blob.key()))
                .limit(WRITE_STEP)
                .toList();
    }

    /** A blob that is due, and nobody else's for now. */
    private record Taken(Due blob, BlobRemoval removal) {}

    private Swept sweep(List<Due> due, Instant condemned, Set<BlobKey> busy) {
        var taken = new ArrayList<Taken>();
        try {
            for (var blob : due) {
                blobs.tryRemove(blob.key())
                        .ifPresentOrElse(
                                removal -> taken.add(new Taken(blob, removal)),
                                () -> busy.add(blob.key()));
            }
            var keys = taken.stream().map(one -> one.blob().key()).toList();
            // Durable before any bytes go: a row never names bytes that are not there.
            var removed = database.write(tx -> removeRows(tx, keys, condemned));
            var swept = Swept.NOTHING;
            for (var one : taken) {
                if (removed.contains(one.blob().key()) && remove(one)) {
                    swept = swept.plus(new Swept(1, one.blob().size()));
                }
            }
            return swept;
        } finally {
            taken.forEach(one -> one.removal().close());
        }
    }

    /** A file that cannot be removed is an orphan from now on, and stops no other. */
    private static boolean remove(Taken one) {
        try {
            one.removal().remove();
            return true;
        } catch (IOException e) {
            log.atWarn()
                    .addKeyValue("digest", one.blob().key().digest())
                    .setCause(e)
                    .log("failed to remove a blob");
            return false;
        }
    }

    /** What is linked again was never to be condemned: two transactions did not see each other. */
    private Set<BlobKey> removeRows(Tx tx, List<BlobKey> keys, Instant condemned) {
        var removed = store.remove(tx, keys, condemned);
        store.acquit(tx, keys.stream().filter(key -> !removed.contains(key)).toList());
        return removed;
    }
}
