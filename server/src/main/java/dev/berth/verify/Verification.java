package dev.berth.verify;

import dev.berth.blob.file.StoredFiles;
import dev.berth.db.ReadableDatabase;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Consumer;

/**
 * One check of a data folder, from the bytes up to what counts images. It only reads, in bounded
 * steps and bounded memory, and may run beside a server: what is found is looked at again where the
 * server may have changed it meanwhile.
 */
public final class Verification {
    /** Longer than bytes and the row that names them are ever apart, in a server that is well. */
    public static final Duration REST = Duration.ofMinutes(10);

    /**
     * How thorough a check is.
     *
     * @param quick whether to trust the bytes of files that have the right size
     * @param rest how long a file must be unchanged for its missing row to mean something
     */
    public record Settings(boolean quick, Duration rest) {}

    /** What was looked at. */
    public record Extent(long blobs, long bytes, long images) {}

    private final ReadableDatabase database;
    private final StoredFiles files;
    private final InstantSource clock;
    private final Settings settings;
    private final Progress progress;

    /** The clock is that of real time, as the times of files are. */
    public Verification(
            ReadableDatabase database,
            StoredFiles files,
            InstantSource clock,
            Settings settings,
            Progress progress) {
        this.database = database;
        this.files = files;
        this.clock = clock;
        this.settings = settings;
        this.progress = progress;
    }

    /**
     * Hands over what it finds as it goes. A repair may act on each finding at once: what a finding
     * takes away is looked for afterwards.
     */
    public Extent run(Consumer<Finding> findings) throws IOException {
        var complaints = database.complaints();
        if (!complaints.isEmpty()) {
            complaints.forEach(text -> findings.accept(new Finding.StoreDamaged(text)));
            return new Extent(0, 0, 0);
        }
        var facts = new Facts(database, progress);
        var factCheck = new FactCheck(facts, findings);
        factCheck.rowsWithoutOwner();
        var blobs = new BlobCheck(database, files, settings.quick(), progress, findings);
        blobs.run();
        factCheck.links();
        var images = new ImageCheck(facts, findings);
        long count = images.manifests();
        images.completeness();
        factCheck.tags();
        factCheck.counts();
        var before = clock.instant().minus(settings.rest());
        new FileCheck(database, files, settings.quick(), before, progress, findings).run();
        return new Extent(blobs.count(), blobs.bytes(), count);
    }
}
