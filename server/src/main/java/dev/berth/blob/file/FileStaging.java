package dev.berth.blob.file;

import dev.berth.blob.BlobKey;
import dev.berth.blob.ByteSource;
import dev.berth.blob.StagedBlob;
import dev.berth.oci.Digest;
import dev.berth.oci.DigestAlgorithm;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;

/**
 * A staging that is a file; its length is the offset, so that a restart finds it again. Few bytes
 * get their file only when they are left behind: most small uploads end with the request that
 * brings them, and many of those are kept elsewhere.
 */
final class FileStaging implements StagedBlob {
    /** With less than this left, a failed write failed for want of room. */
    private static final long NO_ROOM = 1 << 20;

    private final FileBlobStore store;
    private final StagingLocks.Held turn;
    private final String id;
    private final Path path;
    private @Nullable FileChannel file;

    /** The first bytes of the staging; null once they are in its file. */
    private @Nullable HeldBytes held;

    private long offset;
    private StagedDigest digest;
    private StagedDigest beforeAppend;
    private boolean ended;

    FileStaging(FileBlobStore store, StagingLocks.Held turn, String id, Path path) {
        this.store = store;
        this.turn = turn;
        this.id = id;
        this.path = path;
        this.offset = path.toFile().length();
        this.held = offset == 0 ? new HeldBytes() : null;
        this.digest = store.digests().take(id, offset);
        this.beforeAppend = digest.copy();
    }

    @Override
    public long offset() {
        return offset;
    }

    @Override
    public void append(ByteSource source, long limit) throws IOException {
        beforeAppend = digest.copy();
        @Nullable Arrival arrival = null;
        try {
            for (var piece = source.next(); piece != null; piece = source.next()) {
                int fitting = (int) Math.min(piece.remaining(), Math.max(0, limit - offset));
                var bytes = piece.slice(piece.position(), fitting);
                if (held != null && offset + fitting <= HeldBytes.MOST) {
                    hold(bytes, held);
                } else {
                    if (arrival == null) {
                        arrival = new Arrival(store, path, file(), digest, offset);
                    }
                    write(bytes, arrival);
                }
                if (fitting < piece.remaining()) {
                    throw new TooLargeException(limit);
                }
            }
        } finally {
            if (arrival != null) {
                settle(arrival);
            }
        }
    }

    private void hold(ByteBuffer piece, HeldBytes before) {
        before.put((int) offset, piece);
        if (digest.position() == offset) {
            digest.update(piece.duplicate());
        }
        offset += piece.remaining();
    }

    private void write(ByteBuffer piece, Arrival arrival) throws IOException {
        try {
            arrival.take(piece);
        } catch (IOException e) {
            throw diagnosed(e);
        } finally {
            offset = arrival.end();
        }
    }

    private void settle(Arrival arrival) throws IOException {
        try {
            arrival.flush();
        } catch (IOException e) {
            throw diagnosed(e);
        } finally {
            offset = arrival.end();
            finish(arrival);
        }
    }

    private void finish(Arrival arrival) throws IOException {
        try {
            arrival.finish();
        } catch (IOException e) {
            distrust(e);
            throw diagnosed(e);
        }
    }

    @Override
    public void truncate(long wanted) throws IOException {
        if (held == null) {
            file().truncate(wanted);
        }
        offset = wanted;
        if (digest.position() > wanted) {
            digest =
                    beforeAppend.position() <= wanted
                            ? beforeAppend.copy()
                            : new StagedDigest(DigestAlgorithm.SHA256);
        }
    }

    @Override
    public Digest digest(Digest like) throws IOException {
        var wanted =
                like.algorithm() == DigestAlgorithm.SHA256
                        ? digest
                        : new StagedDigest(like.algorithm());
        if (held == null) {
            wanted.catchUp(file(), offset, store.workers());
        } else {
            wanted.update(held.slice((int) wanted.position(), (int) offset));
        }
        return wanted.value();
    }

    @Override
    public ByteBuffer bytes() throws IOException {
        var bytes = ByteBuffer.allocate(Math.toIntExact(offset));
        if (held != null) {
            return bytes.put(held.slice(0, bytes.capacity())).flip();
        }
        while (bytes.hasRemaining()) {
            if (file().read(bytes, bytes.position()) < 0) {
                throw new EOFException("staging ends before byte " + offset);
            }
        }
        return bytes.flip();
    }

    @Override
    public void commit(BlobKey key) throws IOException {
        Path target = store.paths().blob(key);
        try {
            store.folders().make(parent(target));
            if (Files.exists(target)) {
                Files.deleteIfExists(path);
            } else {
                refuseNothing(key);
                sync();
                Files.move(path, target, StandardCopyOption.ATOMIC_MOVE);
            }
            // Also where the blob was there already: who moved it may not have come to this yet.
            store.folders().sync(parent(target));
        } catch (IOException e) {
            throw diagnosed(e);
        }
        end();
    }

    /** A staging that was committed before is empty, and what it became may have been removed. */
    private void refuseNothing(BlobKey key) {
        var algorithm = key.digest().algorithm();
        if (offset == 0
                && !key.digest()
                        .equals(Digest.of(algorithm, algorithm.newMessageDigest().digest()))) {
            throw new IllegalStateException("nothing is staged for " + key);
        }
    }

    private void sync() throws IOException {
        FileChannel whole = file();
        try {
            whole.force(true);
        } catch (IOException e) {
            distrust(e);
            throw e;
        }
    }

    /** After a failed sync the kernel may hold for clean what never reached the disk. */
    private void distrust(IOException failedSync) {
        if (file != null && !file.isOpen()) {
            return; // an interrupt broke the sync off: nothing was lost
        }
        try {
            truncate(0);
        } catch (IOException e) {
            failedSync.addSuppressed(e);
            remove(failedSync);
        }
    }

    private void remove(IOException reason) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            reason.addSuppressed(e);
        }
    }

    private static Path parent(Path target) {
        Path parent = target.getParent();
        if (parent == null) {
            throw new IllegalStateException("a blob has a folder: " + target);
        }
        return parent;
    }

    @Override
    public void abandon() throws IOException {
        end();
        Files.deleteIfExists(path);
    }

    private void end() {
        ended = true;
        store.digests().forget(id);
    }

    @Override
    public void close() throws IOException {
        try {
            leave();
            if (!ended) {
                store.digests().keep(id, digest);
            }
        } finally {
            turn.close();
        }
    }

    private void leave() throws IOException {
        try {
            if (!ended && held != null && offset > 0) {
                file();
            }
        } finally {
            if (file != null) {
                file.close();
            }
        }
    }

    /** With all staged bytes in it. */
    private FileChannel file() throws IOException {
        try {
            if (file == null) {
                store.folders().make(store.paths().staging());
                file = store.surroundings().opener().open(path);
            }
            if (held != null) {
                spill(held, file);
                held = null;
            }
            return file;
        } catch (IOException e) {
            throw diagnosed(e);
        }
    }

    /** All or nothing: the length of the file is where a later request goes on. */
    private void spill(HeldBytes bytes, FileChannel into) throws IOException {
        try {
            var first = bytes.slice(0, (int) offset);
            while (first.hasRemaining()) {
                into.write(first, first.position());
            }
        } catch (IOException e) {
            file = null;
            try (into) {
                Files.deleteIfExists(path);
            } catch (IOException more) {
                e.addSuppressed(more);
            }
            throw e;
        }
    }

    /** A full disk is told from a broken one by its room, since texts differ between systems. */
    private IOException diagnosed(IOException cause) {
        try {
            long usable = store.surroundings().usableSpace().in(store.paths().staging());
            return usable < NO_ROOM ? new OutOfSpaceException(cause) : cause;
        } catch (IOException e) {
            cause.addSuppressed(e);
            return cause;
        }
    }
}
