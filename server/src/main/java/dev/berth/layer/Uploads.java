package dev.berth.layer;

import dev.berth.blob.BlobStore;
import dev.berth.blob.ByteSource;
import dev.berth.blob.StagedBlob;
import dev.berth.events.Actor;
import dev.berth.events.Outbox;
import dev.berth.layer.Completion.Request;
import dev.berth.oci.Digest;
import dev.berth.problem.LayerProblem;
import dev.berth.problem.Problem;
import dev.berth.problem.ProblemException;
import dev.berth.problem.RepositoryProblem;
import dev.berth.repository.Quotas;
import dev.berth.repository.Repositories;
import dev.berth.repository.Repository;
import dev.berth.runtime.Clocks;
import dev.berth.runtime.IdSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/**
 * Uploads of blobs, for both front doors. All but {@link #start} answer UploadUnknown for an id
 * that is not of this repository; a source that breaks is BodyBroken and leaves what arrived.
 * StorageFull leaves it too; Throttled is the answer while another request holds the upload.
 */
public final class Uploads {
    private static final int BATCH = 500;

    private final BlobStore blobs;
    private final Repositories repositories;
    private final Clocks clocks;
    private final IdSource ids;
    private final KnownUploads uploads;
    private final Stagings stagings;
    private final UploadRows rows;
    private final Intake intake;
    private final Completion completion;
    private final Quotas.LayerParts partLimits;

    public Uploads(
            LayerStorage storage,
            Repositories repositories,
            Outbox outbox,
            Clocks clocks,
            IdSource ids,
            Quotas quotas) {
        this.blobs = storage.blobs();
        this.repositories = repositories;
        this.clocks = clocks;
        this.ids = ids;
        this.uploads = new KnownUploads(storage.database());
        this.stagings = new Stagings(blobs);
        this.rows = new UploadRows(uploads, stagings);
        this.intake = new Intake(quotas.layerBytes());
        this.partLimits = quotas.layerParts();
        this.completion = new Completion(storage, repositories, outbox, clocks, uploads, intake);
    }

    /** From memory where it can; may throw WouldBlock. */
    public Upload start(Repository repository) {
        if (repositories.require(repository.registry(), repository.name()).id()
                != repository.id()) {
            throw new ProblemException(
                    new RepositoryProblem.RepositoryUnknown(
                            repository.name(), repository.registry()));
        }
        String id = ids.next().toString();
        uploads.add(id, repository, clocks.real().instant());
        return new Upload(id, 0);
    }

    public Upload status(Repository repository, String uploadId) {
        return staged(
                repository,
                uploadId,
                (staged, known) -> {
                    long committed = completion.committed(staged, known);
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
                    var recorded = rows.beforeBytes(repository, uploadId, source);
                    intake.append(staged, uploadId, firstByte, length, recorded);
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
                    if (parts.count() >= partLimits.most()) {
                        throw new ProblemException(
                                new Problem.QuotaExceeded("parts in a layer", partLimits.most()));
                    }
                    intake.append(
                            staged,
                            uploadId,
                            OptionalLong.of(firstByte),
                            OptionalLong.of(length),
                            rows.beforeBytes(repository, uploadId, source));
                    parts.add(length, partLimits.smallest());
                    return new Upload(uploadId, staged.offset());
                });
    }

    /**
     * Appends the rest, checks the digest, makes the bytes durable and links them. A wrong digest
     * (LayerDigestMismatch) ends the upload. When the last of that failed, a request that says the
     * same again does it, whether or not it brings the rest again; but for a rest that a full disk
     * did not keep.
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
                    var request = new Request(repository, uploadId, known, List.of(digest), actor);
                    var recorded = rows.beforeManyBytes(repository, uploadId, rest);
                    var none = OptionalLong.empty();
                    try {
                        return completion
                                .complete(
                                        request,
                                        staged,
                                        () ->
                                                intake.append(
                                                        staged, uploadId, firstByte, none,
                                                        recorded))
                                .layer();
                    } catch (IOException | RuntimeException e) {
                        rows.keep(uploadId, staged, e);
                        throw e;
                    }
                });
    }

    /**
     * The API's way to complete: one of several digests must be that of the bytes, an upload
     * without a part is UploadEmpty, and a layer that is linked here already is LayerExists.
     */
    public Layer completeParts(
            Repository repository, String uploadId, List<Digest> digests, Actor actor) {
        Completion.Linked linked =
                staged(
                        repository,
                        uploadId,
                        (staged, known) ->
                                completion.complete(
                                        new Request(repository, uploadId, known, digests, actor),
                                        staged,
                                        () -> checkParts(uploadId, staged, known.parts())));
        if (!linked.isNew()) {
            throw new ProblemException(
                    new LayerProblem.LayerExists(
                            linked.layer().digest(), repository.name(), repository.registry()));
        }
        return linked.layer();
    }

    private void checkParts(String uploadId, StagedBlob staged, Parts parts) {
        if (staged.offset() == 0) {
            throw new ProblemException(new LayerProblem.UploadEmpty(uploadId));
        }
        if (parts.smallInside()) {
            throw new ProblemException(new LayerProblem.PartTooSmall(partLimits.smallest()));
        }
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
                        return completion.put(repository, staged, digest, actor).layer();
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
                    staged.abandon();
                    uploads.remove(uploadId);
                    return uploadId;
                });
    }

    /** When those that have just begun get their rows. */
    public UploadRows rows() {
        return rows;
    }

    /** Ends what nobody has touched for this long; tells how many there were. */
    int expire(Duration idle) {
        int expired = discardIdle(idle);
        // After it: a full disk refuses new rows, and has to get room first.
        rows.writeBegun();
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
}
