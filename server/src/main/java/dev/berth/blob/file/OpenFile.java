package dev.berth.blob.file;

import dev.berth.blob.OpenBlob;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.util.concurrent.atomic.AtomicInteger;

/** A blob's file that is shared by its readers, and closed when the last of them lets it go. */
final class OpenFile implements OpenBlob {
    private final FileChannel channel;
    private final long size;
    private final AtomicInteger readers = new AtomicInteger(1);

    OpenFile(FileChannel channel) throws IOException {
        this.channel = channel;
        this.size = channel.size();
    }

    /** False when it was closed meanwhile. */
    boolean retain() {
        int before = readers.get();
        while (before > 0) {
            if (readers.compareAndSet(before, before + 1)) {
                // An interrupt of a thread that reads closes the channel under all the others.
                if (channel.isOpen()) {
                    return true;
                }
                release();
                return false;
            }
            before = readers.get();
        }
        return false;
    }

    @Override
    public FileChannel channel() {
        return channel;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public void release() {
        int left = readers.decrementAndGet();
        if (left == 0) {
            try {
                channel.close();
            } catch (IOException e) {
                throw new UncheckedIOException("failed to close a blob that was read", e);
            }
        } else if (left < 0) {
            throw new IllegalStateException("released more often than opened");
        }
    }
}
