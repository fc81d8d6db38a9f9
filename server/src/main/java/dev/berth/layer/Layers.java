package dev.berth.layer;

import dev.berth.blob.BlobKey;
import dev.berth.blob.BlobStore;
import dev.berth.blob.OpenBlob;
import dev.berth.db.Database;
import dev.berth.db.Tx;
import dev.berth.events.Actor;
import dev.berth.events.Outbox;
import dev.berth.oci.Digest;
import dev.berth.oci.RepositoryName;
import dev.berth.problem.Problem;
import dev.berth.problem.ProblemException;
import dev.berth.repository.Repositories;
import dev.berth.repository.Repository;
import dev.berth.runtime.Clocks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The blobs that a repository links, and can therefore be seen in it. */
public final class Layers {
    /** As many as a statement may name on every database. */
    private static final int BATCH = 500;

    private final Database database;
    private final BlobStore blobs;
    private final Repositories repositories;
    private final LayerReferences references;
    private final Outbox outbox;
    private final Clocks clocks;
    private final LayerStore store = new LayerStore();
    private final LinkCache cache = new LinkCache();

    public Layers(
            Database database,
            BlobStore blobs,
            Repositories repositories,
            LayerReferences references,
            Outbox outbox,
            Clocks clocks) {
        this.database = database;
        this.blobs = blobs;
        this.repositories = repositories;
        this.references = references;
        this.outbox = outbox;
        this.clocks = clocks;
    }

    /** From memory where it can; may throw WouldBlock. */
    public Optional<Layer> find(Repository repository, Digest digest) {
        return link(repository, digest).map(Link::layer);
    }

    /** Opens a linked blob for reading; empty when it is not linked here. May throw WouldBlock. */
    public Optional<OpenBlob> open(Repository repository, Digest digest) {
        return link(repository, digest).map(this::open);
    }

    private OpenBlob open(Link link) {
        try {
            return blobs.open(link.key())
                    .orElseThrow(
                            () -> new IllegalStateException("a linked blob has no bytes: " + link));
        } catch (IOException e) {
            throw new UncheckedIOException("failed to open a blob", e);
        }
    }

    private Optional<Link> link(Repository repository, Digest digest) {
        long id = repository.id();
        return cache.find(id, digest, () -> database.read(tx -> store.find(tx, id, digest)));
    }

    /** Which of these are linked here, and how large they are; for pushes, in their transaction. */
    public Map<Digest, Layer> linked(Tx tx, long repositoryId, Collection<Digest> digests) {
        var found = new HashMap<Digest, Layer>();
        List<Digest> wanted = digests.stream().distinct().toList();
        for (int from = 0; from < wanted.size(); from += BATCH) {
            var batch = wanted.subList(from, Math.min(from + BATCH, wanted.size()));
            for (Layer layer : store.findAll(tx, repositoryId, batch)) {
                found.put(layer.digest(), layer);
            }
        }
        return Map.copyOf(found);
    }

    /**
     * Links a blob of another repository of the same registry here. Empty when it is not linked
     * there, or there is no such repository.
     */
    public Optional<Layer> mount(Repository into, RepositoryName from, Digest digest, Actor actor) {
        var source = repositories.find(into.registry(), from);
        var layer = source.flatMap(repository -> find(repository, digest));
        if (source.isEmpty() || layer.isEmpty() || find(into, digest).isPresent()) {
            return layer;
        }
        long sourceId = source.get().id();
        return repositories.change(
                into.registry(),
                into.name(),
                (tx, current) -> {
                    var key = BlobKey.shared(digest);
                    var now = clocks.business().instant();
                    if (store.copyLink(tx, sourceId, current.id(), key, now)) {
                        var event = LayerEvent.MOUNTED.of(current, layer.get());
                        outbox.append(tx, actor, event);
                    }
                    // Gone from there meanwhile, or here already.
                    return store.find(tx, current.id(), digest).map(Link::layer);
                });
    }

    /**
     * Takes this repository's link away; false when there was none. LayerReferenced while a
     * manifest here names the blob.
     */
    public boolean unlink(Repository repository, Digest digest, Actor actor) {
        var layer = find(repository, digest);
        if (layer.isEmpty()) {
            return false;
        }
        return repositories.change(
                repository.registry(),
                repository.name(),
                (tx, current) -> {
                    if (references.isReferenced(tx, current.id(), digest)) {
                        throw new ProblemException(new Problem.LayerReferenced(digest));
                    }
                    if (!store.unlink(tx, current.id(), digest)) {
                        return false;
                    }
                    tx.afterCommit(() -> cache.remove(current.id(), digest));
                    outbox.append(tx, actor, LayerEvent.UNLINKED.of(current, layer.get()));
                    return true;
                });
    }
}
