package dev.berth.boot;

import dev.berth.blob.file.DataFolderException;
import dev.berth.blob.file.DataFolderLock;
import dev.berth.blob.file.Quarantine;
import dev.berth.blob.file.StoredFiles;
import dev.berth.db.DatabaseException;
import dev.berth.db.DbConfig;
import dev.berth.db.ReadableDatabase;
import dev.berth.db.SqliteDatabase;
import dev.berth.runtime.Clocks;
import dev.berth.verify.Finding;
import dev.berth.verify.Progress;
import dev.berth.verify.Repair;
import dev.berth.verify.Verification;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** The check of a data folder by a command: opens what it needs, and lets go of it afterwards. */
public final class DataCheck {
    private final Path data;
    private final Clocks clocks;
    private final Verification.Settings settings;
    private final Progress progress;

    public DataCheck(
            BerthConfig config, Clocks clocks, Verification.Settings settings, Progress progress) {
        this.data = config.data();
        this.clocks = clocks;
        this.settings = settings;
        this.progress = progress;
    }

    /** Only reads: whether or not a server runs on the folder makes no difference. */
    public Verification.Extent check(Consumer<Finding> findings) throws CannotStart, IOException {
        try (ReadableDatabase database = SqliteDatabase.openReadOnly(DbConfig.in(data))) {
            return verification(database).run(findings);
        } catch (DatabaseException e) {
            throw cannotRead(e);
        }
    }

    /**
     * Holds the folder, as a server would, and repairs what it can.
     *
     * @param findings each with what was done about it; with nothing where nothing was
     */
    public Verification.Extent repair(BiConsumer<Finding, Optional<String>> findings)
            throws CannotStart, IOException {
        try {
            SqliteDatabase.openReadOnly(DbConfig.in(data)).close(); // else it would be migrated
            try (var _ = DataFolderLock.acquire(data);
                    var database = SqliteDatabase.open(DbConfig.in(data))) {
                var repair =
                        new Repair(
                                database,
                                new StoredFiles(data),
                                new Quarantine(data),
                                clocks.real());
                return verification(database)
                        .run(finding -> findings.accept(finding, apply(repair, finding)));
            }
        } catch (DataFolderException e) {
            throw new CannotStart(
                    switch (e.reason()) {
                        case HELD ->
                                e.getMessage() + ": stop it first, or leave --repair away to look";
                        case NOT_WRITABLE -> String.valueOf(e.getMessage());
                    },
                    e);
        } catch (DatabaseException e) {
            throw cannotRead(e);
        }
    }

    private Verification verification(ReadableDatabase database) {
        return new Verification(database, new StoredFiles(data), clocks.real(), settings, progress);
    }

    private static Optional<String> apply(Repair repair, Finding finding) {
        try {
            return switch (finding) {
                case Finding.Fault fault -> repair.apply(fault);
                case Finding.LeftOver _ -> Optional.empty();
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static CannotStart cannotRead(DatabaseException e) {
        String cause = e.getCause() == null ? "" : ": " + e.getCause().getMessage();
        return new CannotStart(e.getMessage() + cause, e);
    }
}
