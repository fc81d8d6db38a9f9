package dev.berth.layer;

import dev.berth.blob.BlobKey;
import dev.berth.blob.BlobStore;
import dev.berth.blob.ByteSource;
import dev.berth.blob.StagedBlob;
import dev.berth.db.Database;
import dev.berth.db.Tx;
import dev.berth.events.Actor;
import dev.berth.events.Outbox;
import dev.berth.oci.Digest;
import dev.berth.problem.Problem;
import dev.berth.problem.ProblemException;
import dev.berth.repository.Quotas;
import dev.berth.repository.Repositories;
import dev.berth.repository.Repository;
import dev.berth.runtime.Clocks;
import dev.berth.runtime.IdSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * Uploads of blobs, for both front doors. All but {@link #start} answer UploadUnknown for an id
 * that is not of this repository; a source that breaks is BodyBroken and leaves what arrived.
 * StorageFull leaves it too; Throttled is the answer while another request holds the upload.
 */
public final class Uploads {
    private static final int BATCH = 500;

    private final BlobStore blobs;
    private final Repositories repositories;
    private final Outbox outbox;
    private final Clocks clocks;
    private final IdSource ids;
    private final KnownUploads uploads;
    private final Stagings stagings;
    private final Intake intake;
    private final LayerStore layers = new LayerStore();

    public Uploads(
            Database database,
            BlobStore blobs,
            Repositories repositories,
            Outbox outbox,
            Clocks clocks,
            IdSource ids,
            Quotas quotas) {
        this.blobs = blobs;
        this.repositories = repositories;
        this.outbox = outbox;
        this.clocks = clocks;
        this.ids = ids;
        this.uploads = new KnownUploads(database);
        this.stagings = new Stagings(blobs);
        this.intake = new Intake(quotas.layerBytes());
    }

    public Upload start(Repository repository) {
        String id = ids.next().toString();
        uploads.add(id, repository, clocks.real().instant());
        return new Upload(id, 0);
    }

    public Upload status(Repository repository, String uploadId) {
        return staged(
                repository,
                uploadId,
                (staged, known) -> {
                    long committed = committed(staged, known).map(Layer::size).orElse(0L);
                    return new Upload(uploadId, Math.max(staged.offset(), committed));
                });
    }

    /**
     * Appends a chunk.
     *
     * @param firstByte where the chunk says that it begins; empty when it says nothing
     * @param length how many bytes it says that it has; another number is PartSizeMismatch, and
     *     nothing of it stays
     */
    public Upload append(
            Repository repository,
            String uploadId,
            OptionalLong firstByte,
            OptionalLong length,
            ByteSource source) {
        return staged(
                repository,
                uploadId,
                (staged, _) -> {
                    intake.append(staged, uploadId, firstByte, length, source);
                    return new Upload(uploadId, staged.offset());
                });
    }

    /** The API's way to append: parts are numbered bytes, and there are not too many of them. */
    public Upload appendPart(
            Repository repository,
            String uploadId,
            long firstByte,
            long length,
            ByteSource source) {
        return staged(
                repository,
                uploadId,
                (staged, known) -> {
                    var parts = known.parts();
                    if (parts.count() >= Parts.LIMIT) {
                        throw new ProblemException(
                                new Problem.QuotaExceeded("parts in a layer", Parts.LIMIT));
                    }
                    intake.append(
                            staged,
                            uploadId,
                            OptionalLong.of(firstByte),
                            OptionalLong.of(length),
                            source);
                    parts.add(length);
                    return new Upload(uploadId, staged.offset());
                });
    }

    /**
     * Appends the rest, checks the digest, makes the bytes durable and links them. A wrong digest
     * (LayerDigestMismatch) ends the upload. When the last of that failed, a request that says the
     * same again does it, whether or not it brings the rest again.
     *
     * @param firstByte as for {@link #append}
     */
    public Layer complete(
            Repository repository,
            String uploadId,
            OptionalLong firstByte,
            ByteSource rest,
            Digest digest,
            Actor actor) {
        return staged(
                repository,
                uploadId,
                (staged, known) -> {
                    var digests = List.of(digest);
                    if (committed(staged, known, digests).isEmpty()) {
                        intake.append(staged, uploadId, firstByte, OptionalLong.empty(), rest);
                    }
                    return finish(repository, uploadId, staged, known, digests, actor).layer();
                });
    }

    /**
     * The API's way to complete: one of several digests must be that of the bytes, an upload
     * without a part is UploadEmpty, and a layer that is linked here already is LayerExists.
     */
    public Layer completeParts(
            Repository repository, String uploadId, List<Digest> digests, Actor actor) {
        Linked linked =
                staged(
                        repository,
                        uploadId,
                        (staged, known) -> {
                            if (staged.offset() == 0
                                    && committed(staged, known, digests).isEmpty()) {
                                throw new ProblemException(new Problem.UploadEmpty(uploadId));
                            }
                            if (known.parts().smallInside()) {
                                throw new ProblemException(new Problem.PartTooSmall(Parts.MINIMUM));
                            }
                            return finish(repository, uploadId, staged, known, digests, actor);
                        });
        if (!linked.isNew()) {
            throw new ProblemException(
                    new Problem.LayerExists(
                            linked.layer().digest(), repository.name(), repository.registry()));
        }
        return linked.layer();
    }

    /** Uploads a whole blob in one go. */
    public Layer put(Repository repository, ByteSource source, Digest digest, Actor actor) {
        String id = ids.next().toString();
        return stagings.hold(
                id,
                staged -> {
                    try {
                        var none = OptionalLong.empty();
                        intake.append(staged, id, none, none, source);
                        var layer = intake.recognize(staged, List.of(digest));
                        staged.commit(BlobKey.shared(digest));
                        return link(repository, layer, actor, _ -> {}).layer();
                    } finally {
                        staged.abandon(); // nothing is left of it when it was committed
                    }
                });
    }

    public void cancel(Repository repository, String uploadId) {
        staged(
                repository,
                uploadId,
                (staged, _) -> {
                    end(staged, uploadId);
                    return uploadId;
                });
    }

    /** Ends what nobody has touched for this long; tells how many there were. */
    int expire(Duration idle) {
        int expired = discardIdle(idle);
        var before = clocks.real().instant().minus(idle);
        var batch = uploads.listOlder(before, "", BATCH);
        while (!batch.isEmpty()) {
            for (String id : batch) {
                expired += expire(id) ? 1 : 0;
            }
            batch = uploads.listOlder(before, batch.getLast(), BATCH);
        }
        return expired;
    }

    private int discardIdle(Duration idle) {
        try {
            return blobs.discardIdle(idle);
        } catch (IOException e) {
            throw new UncheckedIOException("failed to discard idle uploads", e);
        }
    }

    /** An old upload that has bytes is in use, or they had been discarded. */
    private boolean expire(String id) {
        try {
            return stagings.hold(
                    id,
                    staged -> {
                        if (staged.offset() > 0) {
                            return false;
                        }
                        uploads.remove(id);
                        return true;
                    });
        } catch (ProblemException e) {
            if (e.problem() instanceof Problem.Throttled) {
                return false; // it is held: in use
            }
            throw e;
        }
    }

    private Linked finish(
            Repository repository,
            String uploadId,
            StagedBlob staged,
            KnownUploads.Known known,
            List<Digest> digests,
            Actor actor)
            throws IOException {
        Layer layer;
        try {
            var committed = committed(staged, known, digests);
            layer = committed.isPresent() ? committed.get() : intake.recognize(staged, digests);
        } catch (ProblemException e) {
            end(staged, uploadId);
            throw e;
        }
        known.recognize(layer);
        // What was committed before is so again: its last sync may be what failed.
        staged.commit(BlobKey.shared(layer.digest()));
        return link(
                repository,
                layer,
                actor,
                tx -> {
                    if (!uploads.remove(tx, uploadId)) {
                        throw KnownUploads.unknown(repository, uploadId);
                    }
                });
    }

    /** What lies under its key already though the upload has not ended, since linking failed. */
    private Optional<Layer> committed(StagedBlob staged, KnownUploads.Known known)
            throws IOException {
        var layer = known.recognized();
        return layer.isPresent()
                        && staged.offset() == 0
                        && blobs.contains(BlobKey.shared(layer.get().digest()))
                ? layer
                : Optional.empty();
    }

    private Optional<Layer> committed(
            StagedBlob staged, KnownUploads.Known known, List<Digest> digests) throws IOException {
        return committed(staged, known).filter(layer -> digests.contains(layer.digest()));
    }

    /** The facts, once the bytes are durable. */
    private Linked link(Repository repository, Layer layer, Actor actor, Consumer<Tx> endUpload) {
        return repositories.change(
                repository.registry(),
                repository.name(),
                (tx, current) -> {
                    if (current.id() != repository.id()) {
                        throw new ProblemException(
                                new Problem.RepositoryUnknown(
                                        repository.name(), repository.registry()));
                    }
                    endUpload.accept(tx);
                    var key = BlobKey.shared(layer.digest());
                    var now = clocks.business().instant();
                    layers.insertBlob(tx, key, layer.size(), now);
                    boolean isNew = layers.link(tx, current.id(), key, layer.size(), now);
                    if (isNew) {
                        outbox.append(tx, actor, LayerEvent.PUSHED.of(current, layer));
                    }
                    return new Linked(layer, isNew);
                });
    }

    private void end(StagedBlob staged, String uploadId) throws IOException {
        staged.abandon();
        uploads.remove(uploadId);
    }

    private <T> T staged(Repository repository, String uploadId, Step<T> step) {
        uploads.require(repository, uploadId);
        return stagings.hold(
                uploadId,
                staged -> {
                    // Whoever held it before may have ended it.
                    var upload = uploads.require(repository, uploadId);
                    return step.on(staged, upload);
                });
    }

    /** What a request does to an upload. */
    @FunctionalInterface
    private interface Step<T> {
        T on(StagedBlob staged, KnownUploads.Known known) throws IOException;
    }

    private record Linked(Layer layer, boolean isNew) {}
}
