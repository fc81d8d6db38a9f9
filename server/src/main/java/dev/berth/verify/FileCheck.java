package dev.berth.verify;

import dev.berth.blob.BlobKey;
import dev.berth.blob.file.StoredFile;
import dev.berth.blob.file.StoredFiles;
import dev.berth.db.ReadableDatabase;
import dev.berth.oci.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Looks for files that no row names. */
final class FileCheck {
    private static final int BATCH = 500;

    private final ReadableDatabase database;
    private final StoredFiles files;
    private final boolean quick;
    private final Instant before;
    private final Progress progress;
    private final Consumer<Finding> findings;
    private final BlobFactStore blobs = new BlobFactStore();

    /**
     * @param before files that changed since then are not judged: their rows may be on the way
     */
    FileCheck(
            ReadableDatabase database,
            StoredFiles files,
            boolean quick,
            Instant before,
            Progress progress,
            Consumer<Finding> findings) {
        this.database = database;
        this.files = files;
        this.quick = quick;
        this.before = before;
        this.progress = progress;
        this.findings = findings;
    }

    void run() throws IOException {
        progress.begin("files", Progress.Unit.FILES, database.read(blobs::total).blobs());
        files.blobs(BATCH, this::blobs);
        files.stagings(BATCH, this::stagings);
        progress.end();
    }

    private void blobs(List<StoredFile> batch) {
        List<BlobKey> keys =
                batch.stream()
                        .filter(StoredFile.OfBlob.class::isInstance)
                        .map(file -> ((StoredFile.OfBlob) file).key())
                        .toList();
        Set<BlobKey> known = database.read(tx -> blobs.known(tx, keys));
        for (StoredFile file : batch) {
            switch (file) {
                case StoredFile.OfBlob blob when known.contains(blob.key()) -> {}
                case StoredFile.OfBlob blob -> orphan(blob);
                case StoredFile.Stray stray ->
                        findings.accept(new Finding.StrayFile(stray.path(), stray.size()));
                case StoredFile.OfStaging _ ->
                        throw new IllegalStateException("a staging among blobs");
            }
        }
        progress.advance(batch.size());
    }

    private void orphan(StoredFile.OfBlob file) {
        if (!file.changedAt().isBefore(before)) {
            return;
        }
        try {
            Optional<Finding> found = examine(file);
            // a push may have taken it up, or a collection removed it
            if (found.isPresent()
                    && database.read(tx -> blobs.known(tx, List.of(file.key()))).isEmpty()
                    && files.size(file.key()).isPresent()) {
                findings.accept(found.get());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Wrong bytes lie in the way of the right ones, whether or not a row names them yet. */
    private Optional<Finding> examine(StoredFile.OfBlob file) throws IOException {
        Optional<Digest> actual =
                quick ? Optional.of(file.key().digest()) : files.digest(file.key(), _ -> {});
        return actual.map(digest ->
                digest.equals(file.key().digest())
                        ? new Finding.OrphanFile(file.path(), file.size())
                        : new Finding.OrphanDamaged(
                                file.key(), file.path(), new Damage.WrongDigest(digest)));
    }

    private void stagings(List<StoredFile> batch) {
        List<String> ids =
                batch.stream().map(file -> file.path().getFileName().toString()).toList();
        Set<String> known = database.read(tx -> blobs.uploads(tx, ids));
        for (StoredFile file : batch) {
            if (file.changedAt().isBefore(before)
                    && !known.contains(file.path().getFileName().toString())) {
                findings.accept(new Finding.StagingLeft(file.path(), file.size()));
            }
        }
    }
}
