package dev.berth.boot;

import dev.berth.blob.BlobStore;
import dev.berth.blob.file.DataFolderException;
import dev.berth.blob.file.DataFolderLock;
import dev.berth.blob.file.FileBlobStore;
import dev.berth.db.Database;
import dev.berth.db.DatabaseException;
import dev.berth.db.DbConfig;
import dev.berth.db.SqliteDatabase;
import dev.berth.runtime.Clocks;
import org.sqlite.NativeLibraryNotFoundException;

/** What keeps things: the data folder with the metadata store and the blobs in it. */
record StorageWiring(Database database, BlobStore blobs) {

    /** Adds what it opens to {@code parts}, so that it is closed also where a later step fails. */
    static StorageWiring open(BerthConfig config, Clocks clocks, Parts parts) throws CannotStart {
        try {
            parts.add(DataFolderLock.acquire(config.data()));
        } catch (DataFolderException e) {
            throw new CannotStart(
                    switch (e.reason()) {
                        case HELD -> e.getMessage() + ": stop that one, or name another folder";
                        case NOT_WRITABLE -> e.getMessage() + ": name another one with --data";
                    },
                    e);
        }
        try {
            var database = parts.add(SqliteDatabase.open(DbConfig.in(config.data())));
            var blobs = parts.add(new FileBlobStore(config.data(), clocks.real()));
            return new StorageWiring(database, blobs);
        } catch (DatabaseException e) {
            if (lacksNativeLibrary(e)) {
                throw new CannotStart(
                        "SQLite's native library is unpacked into the data folder %s, and cannot be loaded from there: where that is mounted noexec, name another folder with --data"
                                .formatted(config.data()),
                        e);
            }
            throw new CannotStart("%s: %s".formatted(e.getMessage(), e.getCause()), e);
        }
    }

    private static boolean lacksNativeLibrary(Throwable e) {
        return e instanceof UnsatisfiedLinkError
                || e instanceof NativeLibraryNotFoundException
                || (e.getCause() != null && lacksNativeLibrary(e.getCause()));
    }
}
