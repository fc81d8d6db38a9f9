package dev.berth.image;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.berth.db.Database;
import dev.berth.db.Tx;
import dev.berth.oci.Digest;
import dev.berth.oci.Reference;
import dev.berth.oci.Tag;
import dev.berth.repository.Repository;
import dev.berth.runtime.WouldBlock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads images. All reads but those that are given states see ACTIVE images only.
 *
 * <p>Which digest a tag points at is remembered for a version of its repository, and so needs no
 * invalidation; manifests are remembered by digest until {@link #forget} drops them.
 */
public final class Images {
    private static final int CACHED_TAGS = 50_000;
    private static final long CACHED_BYTES = 32L << 20;

    /** What an entry takes beside the manifest's bytes, roughly. */
    private static final int ENTRY_BYTES = 400;

    private record TagKey(long repositoryId, long version, Tag tag) {}

    private record ManifestKey(long repositoryId, Digest digest) {}

    private final Database database;
    private final ImageStore store = new ImageStore();
    private final ImageTagStore tagStore = new ImageTagStore();
    private final ImageReferenceStore references = new ImageReferenceStore();
    private final Cache<TagKey, Digest> digests =
            Caffeine.newBuilder().maximumSize(CACHED_TAGS).build();
    private final Cache<ManifestKey, @Nullable StoredManifest> manifests =
            Caffeine.newBuilder()
                    .maximumWeight(CACHED_BYTES)
                    .weigher((ManifestKey _, StoredManifest manifest) ->
                            manifest.content().remaining() + ENTRY_BYTES)
                    .build();

    public Images(Database database) {
        this.database = database;
    }

    /** From memory where it can; may throw WouldBlock. */
    public Optional<StoredManifest> manifest(Repository repository, Reference reference) {
        return switch (reference) {
            case Reference.ByDigest(Digest digest) -> manifest(repository, digest);
            case Reference.ByTag(Tag tag) ->
                    digest(repository, tag).flatMap(digest -> manifest(repository, digest));
        };
    }

    /** By digest; empty when there is none in these states. */
    public Optional<TaggedImage> find(
            Repository repository, Reference reference, Set<ImageState> states) {
        long id = repository.id();
        return database.read(tx ->
                digest(tx, id, reference)
                        .flatMap(digest -> store.find(tx, id, digest))
                        .filter(image -> states.contains(image.state()))
                        .map(image -> tagged(tx, id, image)));
    }

    /** Tags in byte order, those behind {@code after} (which need not exist). */
    public List<Tag> tags(Repository repository, @Nullable Tag after, int limit) {
        return database.read(tx -> tagStore.list(tx, repository.id(), after, limit));
    }

    /** By digest, then tag, those behind {@code after}. */
    public List<ImageId> list(
            Repository repository,
            TagStatus tagStatus,
            Set<ImageState> states,
            @Nullable ImageId after,
            int limit) {
        return database.read(
                tx -> tagStore.ids(tx, repository.id(), tagStatus, states, after, limit));
    }

    /** By digest, those behind {@code after}. */
    public List<TaggedImage> describe(
            Repository repository,
            TagStatus tagStatus,
            Set<ImageState> states,
            @Nullable Digest after,
            int limit) {
        long id = repository.id();
        return database.read(tx -> {
            List<Image> page = store.list(tx, id, tagStatus, states, after, limit);
            Map<Digest, List<Tag>> tags =
                    page.isEmpty() || tagStatus == TagStatus.UNTAGGED
                            ? Map.of()
                            : tagStore.between(
                                    tx,
                                    id,
                                    page.getFirst().digest(),
                                    page.getLast().digest(),
                                    states);
            return page.stream()
                    .map(image ->
                            new TaggedImage(image, tags.getOrDefault(image.digest(), List.of())))
                    .toList();
        });
    }

    /** Whether a manifest of the repository names this blob. */
    public boolean isLayerReferenced(Repository repository, Digest layer) {
        return database.read(tx -> references.hasBlobOfActive(tx, repository.id(), layer));
    }

    /** Whether manifests of the repository name this blob, and each of them is archived. */
    public boolean isLayerArchived(Repository repository, Digest layer) {
        long id = repository.id();
        return database.read(tx ->
                !references.hasBlobOfActive(tx, id, layer) && references.hasBlob(tx, id, layer));
    }

    /** Drops what is remembered of an image, after the commit that removed or changed it. */
    void forget(long repositoryId, Digest digest) {
        manifests.invalidate(new ManifestKey(repositoryId, digest));
    }

    private Optional<Digest> digest(Repository repository, Tag tag) {
        var key = new TagKey(repository.id(), repository.version(), tag);
        Digest known = digests.getIfPresent(key);
        if (known != null) {
            return Optional.of(known);
        }
        // A load that is overtaken by a push leaves its digest under the old version, for which
        // nobody asks any more once the push has returned.
        Optional<Digest> found =
                database.read(tx ->
                        tagStore.find(tx, repository.id(), tag)
                                .filter(to -> to.state() == ImageState.ACTIVE)
                                .map(ImageTagStore.Pointer::digest));
        found.ifPresent(digest -> digests.put(key, digest));
        return found;
    }

    private Optional<StoredManifest> manifest(Repository repository, Digest digest) {
        var key = new ManifestKey(repository.id(), digest);
        StoredManifest known = manifests.getIfPresent(key);
        if (known != null) {
            return Optional.of(known);
        }
        WouldBlock.unlessMayBlock();
        // Loaded inside of the cache, so that forgetting waits for a load under way and a deleted
        // manifest is not left behind.
        return Optional.ofNullable(
                manifests.get(
                        key,
                        _ ->
                                database.read(tx -> store.manifest(tx, repository.id(), digest))
                                        .orElse(null)));
    }

    private Optional<Digest> digest(Tx tx, long repositoryId, Reference reference) {
        return switch (reference) {
            case Reference.ByDigest(Digest digest) -> Optional.of(digest);
            case Reference.ByTag(Tag tag) ->
                    tagStore.find(tx, repositoryId, tag).map(ImageTagStore.Pointer::digest);
        };
    }

    private TaggedImage tagged(Tx tx, long repositoryId, Image image) {
        return new TaggedImage(image, tagStore.of(tx, repositoryId, image.digest()));
    }
}
