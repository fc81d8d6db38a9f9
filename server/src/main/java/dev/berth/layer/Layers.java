package dev.berth.layer;

import dev.berth.blob.BlobKey;
import dev.berth.blob.BlobStore;
import dev.berth.db.Database;
import dev.berth.db.Tx;
import dev.berth.events.Actor;
import dev.berth.events.Outbox;
import dev.berth.oci.Digest;
import dev.berth.oci.RepositoryName;
import dev.berth.problem.LayerProblem;
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
import java.util.stream.Collectors;

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
    private final SmallLayers small;
    private final WantedLinks wanted;

    public Layers(
            LayerStorage storage,
            Repositories repositories,
            LayerReferences references,
            Outbox outbox,
            Clocks clocks) {
        this.database = storage.database();
        this.blobs = storage.blobs();
        this.repositories = repositories;
        this.references = references;
        this.outbox = outbox;
        this.clocks = clocks;
        this.small = new SmallLayers(storage.database());
        this.wanted = new WantedLinks(storage.database(), references, clocks.real());
    }

    /** Tells a client that a blob is here. From memory where it can; may throw WouldBlock. */
    public Optional<Layer> find(Repository repository, Digest digest) {
        var found = link(repository, digest);
        found.ifPresent(_ -> wanted.note(repository, digest));
        return found.map(Link::layer);
    }

    /** Opens a linked blob for reading; empty when it is not linked here. May throw WouldBlock. */
    public Optional<LayerBytes> open(Repository repository, Digest digest) {
        var link = link(repository, digest);
        if (link.isEmpty()) {
            return Optional.empty();
        }
        wanted.note(repository, digest);
        return open(link.get())
                // Collected between the look at the link and that at the bytes, if it is linked no
                // more; a link without bytes would be a fault of ours.
                .or(() -> linkedStill(repository, digest).map(this::openAtLast));
    }

    private Optional<LayerBytes> open(Link link) {
        if (link.inRow()) {
            return small.open(link.key());
        }
        try {
            return blobs.open(link.key()).map(LayerBytes.InFile::new);
        } catch (IOException e) {
            throw new UncheckedIOException("failed to open a blob", e);
        }
    }

    private Optional<Link> linkedStill(Repository repository, Digest digest) {
        cache.remove(new LinkKey(repository.id(), digest));
        return link(repository, digest);
    }

    /** Its bytes may lie in another place by now than when the link was looked at first. */
    private LayerBytes openAtLast(Link link) {
        return open(link)
                .orElseThrow(
                        () -> new IllegalStateException("a linked blob has no bytes: " + link));
    }

    private Optional<Link> link(Repository repository, Digest digest) {
        long id = repository.id();
        return cache.find(id, digest, () -> database.read(tx -> store.find(tx, id, digest)));
    }

    LinkCache cache() {
        return cache;
    }

    /** What was answered lately, and keeps links from being ended. */
    public WantedLinks wanted() {
        return wanted;
    }

    /**
     * Which of these are linked here, and how large they are; for pushes of manifests that name
     * them, in their transaction, which revives what is condemned of them.
     */
    public Map<Digest, Layer> linked(Tx tx, long repositoryId, Collection<Digest> digests) {
        var found = new HashMap<Digest, Layer>();
        List<Digest> wanted = digests.stream().distinct().toList();
        for (int from = 0; from < wanted.size(); from += BATCH) {
            var batch = wanted.subList(from, Math.min(from + BATCH, wanted.size()));
            var here = store.findAll(tx, repositoryId, batch);
            here.forEach(link -> found.put(link.layer().digest(), link.layer()));
            var condemned = here.stream().filter(LayerStore.Found::condemned).toList();
            if (!condemned.isEmpty()) {
                store.revive(
                        tx,
                        repositoryId,
                        condemned.stream().map(link -> link.layer().digest()).toList());
            }
        }
        return Map.copyOf(found);
    }

    /** A manifest that named these is gone: the grace of their links begins anew. */
    public void released(Tx tx, long repositoryId, Collection<Digest> digests) {
        var now = clocks.real().instant();
        store.want(
                tx,
                digests.stream()
                        .distinct()
                        .collect(Collectors.toMap(d -> new LinkKey(repositoryId, d), _ -> now)));
    }

    /**
     * Links a blob of another repository of the same registry here. Empty when it is not linked
     * there, or there is no such repository.
     */
    public Optional<Layer> mount(Repository into, RepositoryName from, Digest digest, Actor actor) {
        var source = repositories.find(into.registry(), from);
        var layer = source.flatMap(repository -> link(repository, digest)).map(Link::layer);
        if (source.isEmpty() || layer.isEmpty()) {
            return layer;
        }
        // Nothing is written, and no disk waited for, where it is linked already.
        var mounted =
                database.write(tx ->
                        store.find(tx, into.id(), digest)
                                .map(Link::layer)
                                .or(() -> copyLink(tx, into, source.get(), layer.get(), actor)));
        mounted.ifPresent(_ -> wanted.note(into, digest));
        return mounted;
    }

    private Optional<Layer> copyLink(
            Tx tx, Repository into, Repository from, Layer layer, Actor actor) {
        return repositories.change(
                tx,
                into.registry(),
                into.name(),
                (_, current) -> {
                    var link =
                            new NewLink(
                                    current.id(),
                                    BlobKey.shared(layer.digest()),
                                    clocks.business().instant(),
                                    clocks.real().instant());
                    if (store.copyLink(tx, from.id(), link)) {
                        outbox.append(tx, actor, LayerEvent.MOUNTED.of(current, layer));
                        return Optional.of(layer);
                    }
                    // Gone from there meanwhile, or here already.
                    return store.find(tx, current.id(), layer.digest()).map(Link::layer);
                });
    }

    /**
     * Takes this repository's link away; false when there was none. LayerReferenced while a
     * manifest here names the blob.
     */
    public boolean unlink(Repository repository, Digest digest, Actor actor) {
        var layer = link(repository, digest).map(Link::layer);
        if (layer.isEmpty()) {
            return false;
        }
        return repositories.change(
                repository.registry(),
                repository.name(),
                (tx, current) -> {
                    if (references.isReferenced(tx, current.id(), digest)) {
                        throw new ProblemException(new LayerProblem.LayerReferenced(digest));
                    }
                    if (!store.unlink(tx, current.id(), digest)) {
                        return false;
                    }
                    tx.afterCommit(() -> cache.remove(new LinkKey(current.id(), digest)));
                    outbox.append(tx, actor, LayerEvent.UNLINKED.of(current, layer.get()));
                    return true;
                });
    }
}
