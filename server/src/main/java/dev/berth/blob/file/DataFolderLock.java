package dev.berth.blob.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/**
 * Holds a data folder for one berth, until it is closed or the process ends, however it ends. Takes
 * it before the metadata store or a blob is opened.
 */
public final class DataFolderLock implements AutoCloseable {
    private final FileChannel file;

    private DataFolderLock(FileChannel file) {
        this.file = file;
    }

    /** Makes the folder where it is missing, for its owner alone, and takes it. */
    public static DataFolderLock acquire(Path folder) throws DataFolderException {
        FileChannel file = open(folder);
        try {
            if (tryLock(file) != null) {
                return new DataFolderLock(file);
            }
        } catch (IOException e) {
            close(file, e);
            throw new DataFolderException(folder, DataFolderException.Reason.NOT_WRITABLE, e);
        }
        close(file, null);
        throw new DataFolderException(folder, DataFolderException.Reason.HELD, null);
    }

    private static FileChannel open(Path folder) throws DataFolderException {
        try {
            if (!Files.isDirectory(folder)) {
                var ownerOnly = PosixFilePermissions.fromString("rwx------");
                Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(ownerOnly));
            }
            return FileChannel.open(
                    folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new DataFolderException(folder, DataFolderException.Reason.NOT_WRITABLE, e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel file) throws IOException {
        try {
            return file.tryLock();
        } catch (OverlappingFileLockException _) {
            return null; // this very process holds it
        }
    }

    private static void close(FileChannel file, @Nullable IOException reason) {
        try {
            file.close();
        } catch (IOException e) {
            if (reason != null) {
                reason.addSuppressed(e);
            }
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
