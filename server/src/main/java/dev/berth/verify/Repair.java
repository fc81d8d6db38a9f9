package dev.berth.verify;

import dev.berth.blob.BlobKey;
import dev.berth.blob.file.Quarantine;
import dev.berth.blob.file.StoredFiles;
import dev.berth.db.Database;
import dev.berth.db.Tx;
import dev.berth.oci.Digest;
import dev.berth.verify.Finding.Fault;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * Makes facts agree with the bytes that are there, one fault at a time, each in a transaction of
 * its own. No byte is deleted: what is damaged goes to the quarantine. For a process that holds the
 * data folder.
 */
public final class Repair {
    private final Database database;
    private final StoredFiles files;
    private final Quarantine quarantine;
    private final InstantSource clock;
    private final RepairStore store = new RepairStore();
    private final BlobFactStore blobs = new BlobFactStore();

    public Repair(
            Database database, StoredFiles files, Quarantine quarantine, InstantSource clock) {
        this.database = database;
        this.files = files;
        this.quarantine = quarantine;
        this.clock = clock;
    }

    /** What was done, for people; empty where nothing could be. */
    public Optional<String> apply(Fault fault) throws IOException {
        return switch (fault) {
            case Finding.StoreDamaged _,
                    Finding.BlobUnreadable _,
                    Finding.ManifestRefused _,
                    Finding.ImageIncomplete _ ->
                    Optional.empty();
            case Finding.BlobDamaged blob -> Optional.of(dropBlob(blob.key()));
            case Finding.OrphanDamaged orphan -> Optional.of(moved(orphan.key()));
            case Finding.LinkWithoutBlob link -> Optional.of(blobOrNoLink(link));
            case Finding.LinkSizeWrong(var in, var digest, _, long ofBlob) ->
                    change(
                            in,
                            tx -> store.setLinkSize(tx, in, digest, ofBlob),
                            "set the size to " + ofBlob);
            case Finding.LinkCondemned(var in, var digest) ->
                    change(in, tx -> store.reviveLink(tx, in, digest), "linked it again");
            case Finding.ManifestDamaged(var in, var digest, _) ->
                    Optional.of(dropImage(in, digest));
            case Finding.ReferenceMissing(var in, var digest, var kind, var target) ->
                    change(
                            in,
                            tx -> store.insertReference(tx, in, digest, kind, target),
                            "wrote the row");
            case Finding.ReferenceExtra(var in, var digest, var kind, var target) ->
                    change(
                            in,
                            tx -> store.deleteReference(tx, in, digest, kind, target, now()),
                            "dropped the row");
            case Finding.ImageFactWrong(var in, var digest, var column, _, var inManifest) ->
                    change(
                            in,
                            tx -> store.setColumn(tx, in, digest, column, inManifest),
                            "wrote what the manifest says");
            case Finding.TagWithoutImage(var in, var tag, _) ->
                    change(in, tx -> store.deleteTag(tx, in, tag), "dropped the tag");
            case Finding.RowsWithoutOwner(var rows, _) ->
                    write(tx -> store.deleteWithoutOwner(tx, rows), "dropped them");
            case Finding.ImageCountWrong(var in, _, _) ->
                    change(
                            in,
                            tx -> store.countImages(tx, in, FactCheck.COUNTED),
                            "counted them again");
            case Finding.RepositoryCountWrong(var registry, _, long actual) ->
                    write(
                            tx -> store.setRepositoryCount(tx, registry, actual),
                            "counted them again");
        };
    }

    /**
     * The file first: a crash between the two leaves a row without a file, which the next check
     * finds, where a file without a row would pass for the blob when that is pushed again.
     */
    private String dropBlob(BlobKey key) throws IOException {
        var content = database.read(tx -> blobs.content(tx, key));
        if (content.isPresent()) {
            return dropContent(key, content.get());
        }
        var size = sizeOfRight(key);
        if (size.isPresent()) {
            return setSize(key, size.getAsLong());
        }
        String moved = quarantine.move(key).map(to -> "; moved its file to " + to).orElse("");
        return dropRow(key) + moved;
    }

    /** Of a blob whose bytes lie in its row; a file that is there beside takes their place. */
    private String dropContent(BlobKey key, ByteBuffer content) throws IOException {
        if (Digest.of(key.digest().algorithm(), content).equals(key.digest())) {
            return setSize(key, content.remaining());
        }
        String name = key.digest().algorithm().prefix() + "-" + key.digest().hex();
        Path kept = quarantine.keep(name, content);
        var size = sizeOfRight(key);
        if (size.isEmpty()) {
            quarantine.move(key); // as wrong as they are: it would pass for the blob later
            return dropRow(key) + "; kept its bytes as " + kept;
        }
        database.write(tx -> {
            store.dropContent(tx, key);
            store.setBlobSize(tx, key, size.getAsLong());
            return key;
        });
        return "took the bytes of its file instead; kept those of its row as " + kept;
    }

    private String setSize(BlobKey key, long size) {
        return write(
                        tx -> store.setBlobSize(tx, key, size),
                        "set its size to %d, since the bytes are right".formatted(size))
                .orElseThrow();
    }

    /** The size of the file under a key, where it has the right bytes. */
    private OptionalLong sizeOfRight(BlobKey key) throws IOException {
        var size = files.size(key);
        return files.digest(key, _ -> {}).filter(key.digest()::equals).isPresent()
                ? size
                : OptionalLong.empty();
    }

    private String dropRow(BlobKey key) {
        int links = database.write(tx -> store.deleteBlob(tx, key));
        return "dropped its row and %d %s".formatted(links, links == 1 ? "link" : "links");
    }

    private String moved(BlobKey key) throws IOException {
        return quarantine.move(key).map(to -> "moved it to " + to).orElse("it is gone");
    }

    /** Bytes that are there and right need only their row. */
    private String blobOrNoLink(Finding.LinkWithoutBlob link) throws IOException {
        BlobKey key = link.key();
        var size = sizeOfRight(key);
        if (size.isPresent()) {
            change(link.in(), tx -> store.insertBlob(tx, key, size.getAsLong(), now()), "");
            return "wrote the row again, since the bytes are there";
        }
        change(link.in(), tx -> store.deleteLink(tx, link.in(), key.digest()), "");
        return "dropped the link";
    }

    private String dropImage(Place in, Digest digest) throws IOException {
        ByteBuffer manifest = database.read(tx -> store.manifest(tx, in, digest));
        Path kept =
                quarantine.keep(
                        "manifest-%d-%s".formatted(in.repositoryId(), digest.hex()), manifest);
        List<String> tags =
                database.write(tx -> {
                    List<String> dropped = store.deleteImage(tx, in, digest, now());
                    store.countImages(tx, in, FactCheck.COUNTED);
                    store.touch(tx, in);
                    return dropped;
                });
        return "dropped the image%s; kept its manifest as %s"
                .formatted(tags.isEmpty() ? "" : " and its tags " + String.join(", ", tags), kept);
    }

    private Instant now() {
        return clock.instant();
    }

    private Optional<String> change(Place in, Consumer<Tx> work, String done) {
        return write(
                tx -> {
                    work.accept(tx);
                    store.touch(tx, in);
                },
                done);
    }

    private Optional<String> write(Consumer<Tx> work, String done) {
        return database.write(tx -> {
            work.accept(tx);
            return Optional.of(done);
        });
    }
}
