package dev.berth.layer;

import dev.berth.blob.BlobKey;
import dev.berth.blob.BlobStat;
import dev.berth.blob.BlobStore;
import dev.berth.db.ReadableDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How bytes go that no row names: what a crash left between bytes and their facts. Looks at every
 * file, so it runs seldom.
 */
public final class OrphanSweep {
    private static final Logger log = LoggerFactory.getLogger(OrphanSweep.class);
    private static final int STEP = 1_000;

    private final ReadableDatabase database;
    private final BlobStore blobs;
    private final BlobSweepStore store = new BlobSweepStore();

    public OrphanSweep(ReadableDatabase database, BlobStore blobs) {
        this.database = database;
        this.blobs = blobs;
    }

    /** What is done with an orphan; tells whether it counts. */
    @FunctionalInterface
    private interface Treatment {
        boolean of(BlobKey key) throws IOException;
    }

    /** Removes those whose last byte came at this time or before. */
    public Swept sweep(Instant written, Pace pace) throws InterruptedException {
        return each(written, pace, this::remove);
    }

    /** Counts what {@link #sweep} would remove. */
    public Swept count(Instant written, Pace pace) throws InterruptedException {
        return each(written, pace, _ -> true);
    }

    private Swept each(Instant written, Pace pace, Treatment treatment)
            throws InterruptedException {
        var total = new Total();
        try {
            blobs.list(
                    STEP,
                    keys -> {
                        for (var key : unnamed(keys)) {
                            treat(key, written, treatment).ifPresent(total::add);
                        }
                        pace.pause();
                    });
        } catch (IOException e) {
            throw new UncheckedIOException("failed to look for orphaned blobs", e);
        }
        return total.swept;
    }

    /** A file that cannot be looked at, or not be removed, keeps none of the others. */
    private Optional<BlobStat> treat(BlobKey key, Instant written, Treatment treatment) {
        try {
            var stat = blobs.stat(key).filter(s -> !s.writtenAt().isAfter(written));
            return stat.isPresent() && treatment.of(key) ? stat : Optional.empty();
        } catch (IOException e) {
            log.atWarn()
                    .addKeyValue("digest", key.digest())
                    .setCause(e)
                    .log("failed to remove an orphaned blob");
            return Optional.empty();
        }
    }

    private List<BlobKey> unnamed(List<BlobKey> keys) {
        return database.read(tx -> keys.stream().filter(key -> !store.exists(tx, key)).toList());
    }

    private boolean remove(BlobKey key) throws IOException {
        var taken = blobs.tryRemove(key);
        if (taken.isEmpty()) {
            return false; // an upload is about to name it
        }
        try (var removal = taken.get()) {
            // An upload may have named it since, and let it go.
            if (database.<Boolean>read(tx -> store.exists(tx, key))) {
                return false;
            }
            removal.remove();
            return true;
        }
    }

    private static final class Total {
        private Swept swept = Swept.NOTHING;

        void add(BlobStat stat) {
            swept = swept.plus(new Swept(1, stat.size()));
        }
    }
}
