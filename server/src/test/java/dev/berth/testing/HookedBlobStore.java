package dev.berth.testing;

import dev.berth.blob.BlobKey;
import dev.berth.blob.BlobRemoval;
import dev.berth.blob.BlobStat;
import dev.berth.blob.BlobStore;
import dev.berth.blob.KeyLocks;
import dev.berth.blob.OpenBlob;
import dev.berth.blob.StagedBlob;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** A store that does as a test says at the moments at which uploads and collections can meet. */
public final class HookedBlobStore implements BlobStore {
    private final BlobStore store;
    private volatile Runnable afterKeep = () -> {};
    private volatile Runnable afterStat = () -> {};
    private volatile Runnable afterTake = () -> {};
    private volatile Runnable beforeRemove = () -> {};

    public HookedBlobStore(BlobStore store) {
        this.store = store;
    }

    /** An upload keeps its key, and has not committed its bytes. */
    public void afterKeep(Runnable hook) {
        afterKeep = hook;
    }

    /** A collection looked at bytes without a row. */
    public void afterStat(Runnable hook) {
        afterStat = hook;
    }

    /** A collection took a key, and removed nothing. */
    public void afterTake(Runnable hook) {
        afterTake = hook;
    }

    /** A collection removed a row, and not the bytes. */
    public void beforeRemove(Runnable hook) {
        beforeRemove = hook;
    }

    @Override
    public KeyLocks.Held keep(BlobKey key) throws IOException {
        var held = store.keep(key);
        afterKeep.run();
        return held;
    }

    @Override
    public Optional<BlobRemoval> tryRemove(BlobKey key) {
        var taken = store.tryRemove(key).map(Removal::new);
        taken.ifPresent(_ -> afterTake.run());
        return taken.map(removal -> removal);
    }

    private final class Removal implements BlobRemoval {
        private final BlobRemoval removal;

        Removal(BlobRemoval removal) {
            this.removal = removal;
        }

        @Override
        public void remove() throws IOException {
            beforeRemove.run();
            removal.remove();
        }

        @Override
        public void close() {
            removal.close();
        }
    }

    @Override
    public StagedBlob stage(String id) throws IOException {
        return store.stage(id);
    }

    @Override
    public Optional<StagedBlob> tryStage(String id) throws IOException {
        return store.tryStage(id);
    }

    @Override
    public Optional<OpenBlob> open(BlobKey key) throws IOException {
        return store.open(key);
    }

    @Override
    public boolean contains(BlobKey key) throws IOException {
        return store.contains(key);
    }

    @Override
    public Optional<BlobStat> stat(BlobKey key) throws IOException {
        var stat = store.stat(key);
        afterStat.run();
        return stat;
    }

    @Override
    public void list(int limit, KeyVisitor visitor) throws IOException, InterruptedException {
        store.list(limit, visitor);
    }

    @Override
    public int discardIdle(Duration idle) throws IOException {
        return store.discardIdle(idle);
    }

    @Override
    public void close() throws IOException {
        store.close();
    }
}
