package dev.berth.blob.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * What a store of files finds on its machine; tests put a broken disk in its place.
 *
 * @param clock the time that the files' own times come from
 * @param patience how long a caller waits for a staging that another one holds
 */
record Surroundings(
        InstantSource clock, int cores, Duration patience, Opener opener, UsableSpace usableSpace) {

    /**
     * Opens the file of a staging for reading and writing; makes it where it is missing, for the
     * owner alone.
     */
    @FunctionalInterface
    interface Opener {
        FileChannel open(Path file) throws IOException;

        /** Opens one that is there to be written past the page cache; none where that cannot be. */
        default Optional<FileChannel> openPastCache(Path file) {
            return Optional.empty();
        }

        /** From which byte of a staging on it is to be written so. */
        default long pastCacheFrom() {
            return 0;
        }
    }

    /** How many bytes the file system of a folder still takes. */
    @FunctionalInterface
    interface UsableSpace {
        long in(Path folder) throws IOException;
    }

    static Surroundings ofMachine(InstantSource clock) {
        return new Surroundings(
                clock,
                Runtime.getRuntime().availableProcessors(),
                Duration.ofSeconds(15),
                new MachineFiles(),
                folder -> Files.getFileStore(folder).getUsableSpace());
    }
}
