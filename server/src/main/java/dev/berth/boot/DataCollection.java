package dev.berth.boot;

import dev.berth.blob.file.DataFolderException;
import dev.berth.blob.file.DataFolderLock;
import dev.berth.blob.file.FileBlobStore;
import dev.berth.collect.Collected;
import dev.berth.collect.CollectionConfig;
import dev.berth.config.Durations;
import dev.berth.db.DatabaseException;
import dev.berth.db.DbConfig;
import dev.berth.db.SqliteDatabase;
import dev.berth.image.ImageLayerReferences;
import dev.berth.layer.Garbage;
import dev.berth.layer.GarbageCount;
import dev.berth.layer.OrphanSweep;
import dev.berth.layer.Swept;
import dev.berth.runtime.Clocks;
import dev.berth.runtime.TimeOrderedIds;
import java.io.IOException;
import java.time.Duration;

/** The collection of a data folder's garbage by a command. */
public final class DataCollection {
    private final BerthConfig config;
    private final Clocks clocks;

    public DataCollection(BerthConfig config, Clocks clocks) {
        this.config = config;
        this.clocks = clocks;
    }

    /** What would go, and of that the bytes which no row names. */
    public record Outlook(Garbage garbage, Swept orphans) {}

    /** Only reads: whether or not a server runs on the folder makes no difference. */
    public Outlook look() throws CannotStart, IOException, InterruptedException {
        var settings = config.features().collection();
        var now = clocks.real().instant();
        var due = now.minus(settings.delay());
        try (var database = SqliteDatabase.openReadOnly(db());
                var blobs = new FileBlobStore(config.data(), clocks.real())) {
            var garbage =
                    new GarbageCount(database, new ImageLayerReferences())
                            .count(now.minus(settings.grace()), due);
            return new Outlook(garbage, new OrphanSweep(database, blobs).count(due, () -> {}));
        } catch (DatabaseException e) {
            throw cannotRead(e);
        }
    }

    /** What went, and of bytes which no row named. */
    public record Done(Collected collected, Swept orphans) {}

    /**
     * Holds the folder, as a server would, and collects all there is at once: nobody has anything
     * in a cache, and what is condemned could be revived by no one.
     */
    public Done collect() throws CannotStart, IOException, InterruptedException {
        var settings = config.features().collection();
        try {
            SqliteDatabase.openReadOnly(db()).close(); // else it would be made, or migrated
            try (var _ = DataFolderLock.acquire(config.data());
                    var database = SqliteDatabase.open(db());
                    var blobs = new FileBlobStore(config.data(), clocks.real())) {
                var atOnce =
                        new CollectionConfig(settings.every(), settings.grace(), Duration.ZERO);
                var collection =
                        Features.create(
                                        config.features().collecting(atOnce),
                                        database,
                                        blobs,
                                        clocks,
                                        new TimeOrderedIds(clocks.real()))
                                .collection();
                return new Done(collection.run(), collection.runOnOrphans());
            }
        } catch (DataFolderException e) {
            throw new CannotStart(
                    switch (e.reason()) {
                        case HELD ->
                                "%s, which collects garbage of itself every %s: --dry-run tells what there is"
                                        .formatted(
                                                e.getMessage(), Durations.format(settings.every()));
                        case NOT_WRITABLE ->
                                "%s: name another one with --data".formatted(e.getMessage());
                    },
                    e);
        } catch (DatabaseException e) {
            throw cannotRead(e);
        }
    }

    private DbConfig db() {
        return DbConfig.in(config.data());
    }

    private static CannotStart cannotRead(DatabaseException e) {
        String cause = e.getCause() == null ? "" : ": " + e.getCause().getMessage();
        return new CannotStart(e.getMessage() + cause, e);
    }
}
