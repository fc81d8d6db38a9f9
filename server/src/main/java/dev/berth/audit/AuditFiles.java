package dev.berth.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of the audit log: {@code audit.jsonl}, and beside it older ones by the time at which
 * they were put aside. For one thread.
 */
final class AuditFiles implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AuditFiles.class);
    static final String CURRENT = "audit.jsonl";
    private static final String OLDER = "audit-*.jsonl";
    private static final DateTimeFormatter SUFFIX =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss.SSS'Z'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private final Path folder;
    private final long largest;
    private final Duration kept;
    private final InstantSource clock;
    private FileChannel current;
    private boolean stuck; // a full file could not be put aside, which is told once

    /**
     * @param largest from this size on a file is put aside
     * @param kept how long one that is put aside stays
     */
    AuditFiles(Path folder, long largest, Duration kept, InstantSource clock) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.largest = largest;
        this.kept = kept;
        this.clock = clock;
        this.current = open();
    }

    void append(ByteBuffer lines) throws IOException {
        if (!current.isOpen()) {
            current = open();
        }
        if (current.size() >= largest && putAside()) {
            dropOld();
        }
        while (lines.hasRemaining()) {
            current.write(lines);
        }
    }

    /** Where that fails, lines go on to the full file, and each of them is another attempt. */
    private boolean putAside() {
        Path file = folder.resolve(CURRENT);
        try {
            if (Files.exists(file)) { // else an attempt before has moved it
                Files.move(
                        file, folder.resolve("audit-" + SUFFIX.format(clock.instant()) + ".jsonl"));
            }
            FileChannel full = current;
            current = open();
            full.close();
        } catch (IOException e) {
            if (!stuck) {
                LOG.atError().setCause(e).log("failed to put a full file of the audit log aside");
            }
            stuck = true;
            return false;
        }
        stuck = false;
        return true;
    }

    private void dropOld() {
        Instant end = clock.instant().minus(kept);
        try {
            for (Path old : older()) {
                if (Files.getLastModifiedTime(old).toInstant().isBefore(end)) {
                    Files.delete(old);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            LOG.atWarn().setCause(e).log("failed to delete old files of the audit log");
        }
    }

    private List<Path> older() throws IOException {
        var found = new ArrayList<Path>();
        try (var files = Files.newDirectoryStream(folder, OLDER)) {
            files.forEach(found::add);
        }
        return found;
    }

    /** For its owner alone: it tells who tries what. */
    private FileChannel open() throws IOException {
        Path file = folder.resolve(CURRENT);
        if (Files.notExists(file)) {
            Files.createFile(
                    file,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
        }
        return FileChannel.open(file, StandardOpenOption.APPEND);
    }

    @Override
    public void close() throws IOException {
        current.close();
    }
}
