package dev.berth.verify;

import dev.berth.blob.BlobKey;
import dev.berth.blob.file.StoredFiles;
import dev.berth.db.ReadableDatabase;
import dev.berth.oci.Digest;
import dev.berth.verify.BlobFactStore.Row;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Compares each blob's row with its bytes. */
final class BlobCheck {
    private static final int PAGE = 500;
    private static final int NAMED = 3;

    private final ReadableDatabase database;
    private final StoredFiles files;
    private final boolean quick;
    private final Progress progress;
    private final Consumer<Finding> findings;
    private final BlobFactStore blobs = new BlobFactStore();
    private long count;
    private long bytes;

    BlobCheck(
            ReadableDatabase database,
            StoredFiles files,
            boolean quick,
            Progress progress,
            Consumer<Finding> findings) {
        this.database = database;
        this.files = files;
        this.quick = quick;
        this.progress = progress;
        this.findings = findings;
    }

    void run() {
        var total = database.read(blobs::total);
        if (quick) {
            progress.begin("blobs", Progress.Unit.ROWS, total.blobs());
        } else {
            progress.begin("bytes of blobs", Progress.Unit.BYTES, total.bytes());
        }
        for (List<Row> page = page(null); !page.isEmpty(); page = page(page.getLast().key())) {
            page.forEach(this::check);
        }
        progress.end();
    }

    long count() {
        return count;
    }

    long bytes() {
        return bytes;
    }

    private List<Row> page(@Nullable BlobKey after) {
        return database.read(tx -> blobs.list(tx, after, PAGE));
    }

    /**
     * A server may remove a blob while it is looked at, and take it again. The row goes before the
     * bytes and comes after them, so the same row before and after means that bytes were due.
     */
    private void check(Row listed) {
        count++;
        bytes += listed.size();
        if (quick) {
            progress.advance(1);
        }
        var found = examine(listed);
        Optional<Row> row = Optional.of(listed);
        while (found.isPresent()) {
            Optional<Row> now = database.read(tx -> blobs.find(tx, listed.key()));
            if (now.equals(row)) {
                findings.accept(found.get());
                return;
            }
            row = now;
            found = now.flatMap(this::examine);
        }
    }

    private Optional<Finding> examine(Row row) {
        try {
            return damage(row)
                    .map(damage -> new Finding.BlobDamaged(row.key(), damage, linkedFrom(row)));
        } catch (IOException e) {
            return Optional.of(
                    new Finding.BlobUnreadable(row.key(), e.toString(), linkedFrom(row)));
        }
    }

    private LinkedFrom linkedFrom(Row row) {
        return database.read(tx -> blobs.linkedFrom(tx, row.key(), NAMED));
    }

    private Optional<Damage> damage(Row row) throws IOException {
        return row.held().isPresent()
                ? damageInRow(row, row.held().getAsLong())
                : damageOfFile(row);
    }

    private Optional<Damage> damageInRow(Row row, long held) {
        if (held != row.size()) {
            return Optional.of(new Damage.WrongSizeInRow(held, row.size()));
        }
        if (quick) {
            return Optional.empty();
        }
        progress.advance(held);
        var algorithm = row.key().digest().algorithm();
        return database.read(tx -> blobs.content(tx, row.key()))
                .map(content -> Digest.of(algorithm, content))
                .filter(digest -> !digest.equals(row.key().digest()))
                .map(Damage.WrongDigest::new);
    }

    private Optional<Damage> damageOfFile(Row row) throws IOException {
        OptionalLong size = files.size(row.key());
        if (size.isEmpty()) {
            return Optional.of(new Damage.Missing());
        }
        if (size.getAsLong() != row.size()) {
            return Optional.of(new Damage.WrongSize(size.getAsLong(), row.size()));
        }
        if (quick) {
            return Optional.empty();
        }
        var actual = files.digest(row.key(), progress::advance);
        return actual.isEmpty()
                ? Optional.of(new Damage.Missing())
                : actual.filter(digest -> !digest.equals(row.key().digest()))
                        .map(Damage.WrongDigest::new);
    }
}
