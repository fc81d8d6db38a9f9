package dev.berth.blob.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A file on a disk that takes only so many bytes, or fails to sync, or keeps none. */
final class FaultyChannel extends FileChannel {
    private final FileChannel file;
    private final Disk disk;

    record Write(long position, int length) {}

    /** What the disk does; may change while a file is open. */
    static final class Disk {
        volatile long room = Long.MAX_VALUE;
        volatile boolean syncs = true;
        volatile boolean discards;
        volatile Duration perWrite = Duration.ZERO;
        final List<Write> writes = new CopyOnWriteArrayList<>();
        final Set<Thread> readers = ConcurrentHashMap.newKeySet();
        final CountDownLatch failedSync = new CountDownLatch(1);
    }

    FaultyChannel(FileChannel file, Disk disk) {
        this.file = file;
        this.disk = disk;
    }

    @Override
    public int write(ByteBuffer bytes, long position) throws IOException {
        if (disk.discards) {
            int discarded = bytes.remaining();
            bytes.position(bytes.limit());
            return discarded;
        }
        long room = disk.room - position;
        if (room <= 0) {
            throw new IOException("no room");
        }
        int limit = bytes.limit();
        bytes.limit((int) Math.min(limit, bytes.position() + room));
        try {
            LockSupport.parkNanos(disk.perWrite.toNanos());
            int written = file.write(bytes, position);
            disk.writes.add(new Write(position, written));
            return written;
        } finally {
            bytes.limit(limit);
        }
    }

    @Override
    public void force(boolean metaData) throws IOException {
        if (!disk.syncs) {
            disk.failedSync.countDown();
            throw new IOException("no sync");
        }
        file.force(metaData);
    }

    @Override
    public int read(ByteBuffer bytes) throws IOException {
        return file.read(bytes);
    }

    @Override
    public long read(ByteBuffer[] bytes, int offset, int length) throws IOException {
        return file.read(bytes, offset, length);
    }

    @Override
    public int read(ByteBuffer bytes, long position) throws IOException {
        disk.readers.add(Thread.currentThread());
        return file.read(bytes, position);
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
        return file.write(bytes);
    }

    @Override
    public long write(ByteBuffer[] bytes, int offset, int length) throws IOException {
        return file.write(bytes, offset, length);
    }

    @Override
    public long position() throws IOException {
        return file.position();
    }

    @Override
    public FileChannel position(long position) throws IOException {
        return file.position(position);
    }

    @Override
    public long size() throws IOException {
        return file.size();
    }

    @Override
    public FileChannel truncate(long size) throws IOException {
        return file.truncate(size);
    }

    @Override
    public long transferTo(long position, long count, WritableByteChannel target)
            throws IOException {
        return file.transferTo(position, count, target);
    }

    @Override
    public long transferFrom(ReadableByteChannel source, long position, long count)
            throws IOException {
        return file.transferFrom(source, position, count);
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long position, long size) throws IOException {
        return file.map(mode, position, size);
    }

    @Override
    public FileLock lock(long position, long size, boolean shared) throws IOException {
        return file.lock(position, size, shared);
    }

    @Override
    public @Nullable FileLock tryLock(long position, long size, boolean shared) throws IOException {
        return file.tryLock(position, size, shared);
    }

    @Override
    protected void implCloseChannel() throws IOException {
        file.close();
    }
}
