package dev.berth.blob.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** A machine for a store of files, whose disk does what a test says. */
final class FaultyMachine {
    /** The disk, as it is seen through the page cache. */
    final FaultyChannel.Disk disk = new FaultyChannel.Disk();

    /** The same, as it is seen past the page cache. */
    final FaultyChannel.Disk pastCache = new FaultyChannel.Disk();

    /** How many bytes it is said to take still. */
    volatile long usable = Long.MAX_VALUE;

    private final int cores;
    private final Surroundings.Opener files = new MachineFiles();

    FaultyMachine(int cores) {
        this.cores = cores;
    }

    /** Writes everything through the page cache. */
    FileBlobStore store(Path data) {
        return store(data, this::open);
    }

    private FileChannel open(Path file) throws IOException {
        return new FaultyChannel(files.open(file), disk);
    }

    /** Writes past the page cache what can be; in truth that goes an ordinary way too. */
    FileBlobStore storePastCache(Path data) {
        return store(
                data,
                new Surroundings.Opener() {
                    @Override
                    public FileChannel open(Path file) throws IOException {
                        return FaultyMachine.this.open(file);
                    }

                    @Override
                    public Optional<FileChannel> openPastCache(Path file) {
                        try {
                            var channel = FileChannel.open(file, StandardOpenOption.WRITE);
                            return Optional.of(new FaultyChannel(channel, pastCache));
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    }
                });
    }

    private FileBlobStore store(Path data, Surroundings.Opener opener) {
        return new FileBlobStore(
                data,
                new Surroundings(
                        InstantSource.system(), cores, Duration.ofMinutes(1), opener, _ -> usable));
    }
}
