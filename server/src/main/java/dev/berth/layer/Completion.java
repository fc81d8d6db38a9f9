package dev.berth.layer;

import dev.berth.blob.BlobKey;
import dev.berth.blob.BlobStore;
import dev.berth.blob.StagedBlob;
import dev.berth.db.Tx;
import dev.berth.events.Actor;
import dev.berth.events.Outbox;
import dev.berth.oci.Digest;
import dev.berth.problem.ProblemException;
import dev.berth.problem.RepositoryProblem;
import dev.berth.repository.Repositories;
import dev.berth.repository.Repository;
import dev.berth.runtime.Clocks;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How an upload ends: its bytes are made durable, then linked. When the second failed, the first is
 * found done by whoever asks again. Few bytes are kept in the row that names them, which is both in
 * one. Both happen while the key is kept, so that what is collected meanwhile is neither taken for
 * committed nor removed before it is linked.
 */
final class Completion {
    private static final Logger log = LoggerFactory.getLogger(Completion.class);

    private final BlobStore blobs;
    private final int small;
    private final Repositories repositories;
    private final Outbox outbox;
    private final Clocks clocks;
    private final KnownUploads uploads;
    private final Intake intake;
    private final LayerStore layers = new LayerStore();

    Completion(
            LayerStorage storage,
            Repositories repositories,
            Outbox outbox,
            Clocks clocks,
            KnownUploads uploads,
            Intake intake) {
        this.blobs = storage.blobs();
        this.small = storage.small();
        this.repositories = repositories;
        this.outbox = outbox;
        this.clocks = clocks;
        this.uploads = uploads;
        this.intake = intake;
    }

    /** A layer, and whether it was linked here only now. */
    record Linked(Layer layer, boolean isNew) {}

    /** The upload that is to be completed, by whom, as one of which digests. */
    record Request(
            Repository repository,
            String uploadId,
            KnownUploads.Known known,
            List<Digest> digests,
            Actor actor) {}

    /** What comes before the end of an upload that was not committed yet. */
    @FunctionalInterface
    interface Rest {
        void take() throws IOException;
    }

    /** LayerDigestMismatch ends the upload. */
    Linked complete(Request request, StagedBlob staged, Rest rest) throws IOException {
        var before =
                request.known()
                        .recognized()
                        .filter(layer -> request.digests().contains(layer.digest()));
        if (before.isPresent()) {
            var layer = before.get();
            try (var _ = blobs.keep(BlobKey.shared(layer.digest()))) {
                if (isCommitted(staged, layer)) {
                    // Again: its last sync may be what failed.
                    return commit(request, staged, layer);
                }
            }
        }
        // What was recognized once has all of its bytes; only their commit failed.
        if (before.isEmpty() || before.get().size() != staged.offset()) {
            rest.take();
        }
        var layer = recognize(request, staged);
        try (var _ = blobs.keep(BlobKey.shared(layer.digest()))) {
            return commit(request, staged, layer);
        }
    }

    /** How many bytes an upload has though its staging has none, since linking them failed. */
    long committed(StagedBlob staged, KnownUploads.Known known) throws IOException {
        var layer = known.recognized();
        return layer.isPresent() && isCommitted(staged, layer.get()) ? layer.get().size() : 0;
    }

    private boolean isCommitted(StagedBlob staged, Layer layer) throws IOException {
        return staged.offset() == 0 && blobs.contains(BlobKey.shared(layer.digest()));
    }

    private Layer recognize(Request request, StagedBlob staged) throws IOException {
        try {
            var layer = intake.recognize(staged, request.digests());
            request.known().recognize(layer);
            return layer;
        } catch (ProblemException e) {
            staged.abandon();
            uploads.remove(request.uploadId());
            throw e;
        }
    }

    private Linked commit(Request request, StagedBlob staged, Layer layer) throws IOException {
        return commit(
                request.repository(),
                staged,
                layer,
                request.actor(),
                tx -> {
                    if (!uploads.remove(tx, request.uploadId())) {
                        throw KnownUploads.unknown(request.repository(), request.uploadId());
                    }
                });
    }

    /** Bytes that came in one go, under an id that nobody else knows. */
    Linked put(Repository repository, StagedBlob staged, Digest digest, Actor actor)
            throws IOException {
        var layer = intake.recognize(staged, List.of(digest));
        var key = BlobKey.shared(digest);
        try (var _ = blobs.keep(key)) {
            return commit(repository, staged, layer, actor, _ -> {});
        }
    }

    private Linked commit(
            Repository repository,
            StagedBlob staged,
            Layer layer,
            Actor actor,
            Consumer<Tx> endUpload)
            throws IOException {
        // An empty staging of a layer that is not empty was committed before.
        if (small == 0 || layer.size() > small || layer.size() != staged.offset()) {
            staged.commit(BlobKey.shared(layer.digest()));
            return link(repository, layer, null, actor, endUpload);
        }
        var linked = link(repository, layer, staged.bytes(), actor, endUpload);
        try {
            staged.abandon();
        } catch (IOException e) {
            // The layer is there; what is left of the staging is discarded when it has been idle.
            log.atWarn().setCause(e).log("failed to remove a staging");
        }
        return linked;
    }

    /**
     * The facts, once the bytes are durable.
     *
     * @param content the bytes, where the facts are to make them durable
     */
    private Linked link(
            Repository repository,
            Layer layer,
            @Nullable ByteBuffer content,
            Actor actor,
            Consumer<Tx> endUpload) {
        return repositories.change(
                repository.registry(),
                repository.name(),
                (tx, current) -> {
                    if (current.id() != repository.id()) {
                        throw new ProblemException(
                                new RepositoryProblem.RepositoryUnknown(
                                        repository.name(), repository.registry()));
                    }
                    endUpload.accept(tx);
                    boolean isNew = link(tx, current.id(), layer, content);
                    if (isNew) {
                        outbox.append(tx, actor, LayerEvent.PUSHED.of(current, layer));
                    }
                    return new Linked(layer, isNew);
                });
    }

    private boolean link(Tx tx, long repositoryId, Layer layer, @Nullable ByteBuffer content) {
        var key = BlobKey.shared(layer.digest());
        var now = clocks.business().instant();
        var wanted = clocks.real().instant();
        layers.insertBlob(tx, key, layer.size(), content, now);
        if (layers.link(tx, new NewLink(repositoryId, key, now, wanted), layer.size())) {
            return true;
        }
        layers.want(tx, Map.of(new LinkKey(repositoryId, layer.digest()), wanted));
        return false;
    }
}
