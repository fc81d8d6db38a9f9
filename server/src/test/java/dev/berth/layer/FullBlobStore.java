package dev.berth.layer;

import dev.berth.blob.BlobKey;
import dev.berth.blob.BlobRemoval;
import dev.berth.blob.BlobStat;
import dev.berth.blob.BlobStore;
import dev.berth.blob.ByteSource;
import dev.berth.blob.KeyLocks;
import dev.berth.blob.OpenBlob;
import dev.berth.blob.StagedBlob;
import dev.berth.oci.Digest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;

/** A store on a disk that has room for so many bytes of each upload. */
final class FullBlobStore implements BlobStore {
    private final BlobStore store;
    long room;
    boolean fullForCommits;

    FullBlobStore(BlobStore store, long room) {
        this.store = store;
        this.room = room;
    }

    @Override
    public StagedBlob stage(String id) throws IOException {
        return new Staged(store.stage(id));
    }

    @Override
    public Optional<StagedBlob> tryStage(String id) throws IOException {
        return store.tryStage(id).map(Staged::new);
    }

    private final class Staged implements StagedBlob {
        private final StagedBlob staged;

        Staged(StagedBlob staged) {
            this.staged = staged;
        }

        @Override
        public void append(ByteSource source, long limit) throws IOException {
            try {
                staged.append(source, room);
            } catch (TooLargeException e) {
                throw new OutOfSpaceException(e);
            }
        }

        @Override
        public long offset() {
            return staged.offset();
        }

        @Override
        public void truncate(long offset) throws IOException {
            staged.truncate(offset);
        }

        @Override
        public Digest digest(Digest like) throws IOException {
            return staged.digest(like);
        }

        @Override
        public ByteBuffer bytes() throws IOException {
            return staged.bytes();
        }

        @Override
        public void commit(BlobKey key) throws IOException {
            if (fullForCommits) {
                throw new OutOfSpaceException(new IOException("no room for a name"));
            }
            staged.commit(key);
        }

        @Override
        public void abandon() throws IOException {
            staged.abandon();
        }

        @Override
        public void close() throws IOException {
            staged.close();
        }
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
        return store.stat(key);
    }

    @Override
    public void list(int limit, KeyVisitor visitor) throws IOException, InterruptedException {
        store.list(limit, visitor);
    }

    @Override
    public KeyLocks.Held keep(BlobKey key) throws IOException {
        return store.keep(key);
    }

    @Override
    public Optional<BlobRemoval> tryRemove(BlobKey key) {
        return store.tryRemove(key);
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
