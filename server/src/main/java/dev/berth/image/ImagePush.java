package dev.berth.image;

import dev.berth.aws.Registry;
import dev.berth.db.Database;
import dev.berth.db.Tx;
import dev.berth.events.Actor;
import dev.berth.events.Outbox;
import dev.berth.image.ImageTagStore.Pointer;
import dev.berth.oci.Digest;
import dev.berth.oci.DigestAlgorithm;
import dev.berth.oci.RepositoryName;
import dev.berth.oci.Tag;
import dev.berth.problem.ImageProblem;
import dev.berth.problem.Problem;
import dev.berth.problem.ProblemException;
import dev.berth.repository.Quotas;
import dev.berth.repository.Repositories;
import dev.berth.repository.Repository;
import dev.berth.runtime.Clocks;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One push of a manifest, whichever door it came through: checks it, then writes image, tags,
 * references and event in one transaction.
 */
public final class ImagePush {

    /**
     * What is pushed.
     *
     * @param mediaType what the request says; null where it says nothing and the manifest must
     * @param expected the digest that the bytes must have; null where the request names none
     * @param algorithm of the digest under which the image is stored where none is expected
     */
    public record Push(
            Registry registry,
            RepositoryName repository,
            ByteBuffer content,
            @Nullable String mediaType,
            @Nullable Digest expected,
            DigestAlgorithm algorithm,
            List<Tag> tags) {
        public Push {
            tags = List.copyOf(new LinkedHashSet<>(tags));
        }
    }

    /**
     * What came of it.
     *
     * @param mediaType under which the image was first pushed, whatever this request says
     * @param changed false when the image was here already under all of these tags
     */
    public record Pushed(
            Digest digest, String mediaType, @Nullable Digest subject, boolean changed) {}

    /** A push that was read. */
    private record Arrived(Push push, Manifest manifest, Digest digest) {}

    private final Database database;
    private final Repositories repositories;
    private final Images images;
    private final ReleasedLayers released;
    private final Clocks clocks;
    private final Quotas quotas;
    private final ReferenceCheck referenceCheck;
    private final ImageEvents events;
    private final ImageStore store = new ImageStore();
    private final ImageTagStore tagStore = new ImageTagStore();
    private final ImageReferenceStore references = new ImageReferenceStore();
    private final ImageArchiveStore archive = new ImageArchiveStore();

    public ImagePush(
            Database database,
            Repositories repositories,
            Images images,
            LinkedLayers layers,
            ReleasedLayers released,
            Outbox outbox,
            Clocks clocks,
            Quotas quotas) {
        this.database = database;
        this.repositories = repositories;
        this.images = images;
        this.released = released;
        this.clocks = clocks;
        this.quotas = quotas;
        referenceCheck = new ReferenceCheck(repositories, layers, store);
        events = new ImageEvents(outbox);
    }

    /**
     * Problems: RepositoryUnknown, ManifestInvalid, ManifestTooLarge, ManifestDigestMismatch,
     * LayersUnknown, ChildrenUnknown, TagImmutable, QuotaExceeded.
     */
    public Pushed push(Push push, Actor actor) {
        Repository repository = repositories.require(push.registry(), push.repository());
        if (push.content().remaining() > quotas.manifestBytes()) {
            throw new ProblemException(new ImageProblem.ManifestTooLarge(quotas.manifestBytes()));
        }
        Manifest manifest = ManifestReader.read(push.content(), push.mediaType());
        Digest digest = digest(push);
        var arrived = new Arrived(push, manifest, digest);
        // Nothing is written, and no disk waited for, where all is as it should be.
        return database.write(tx ->
                find(tx, repository.id(), digest, push.tags())
                        .map(image -> pushed(image, false))
                        .orElseGet(() ->
                                repositories.change(
                                        tx,
                                        push.registry(),
                                        push.repository(),
                                        (_, locked) -> write(tx, locked, arrived, actor))));
    }

    private static Pushed pushed(Image image, boolean changed) {
        return new Pushed(image.digest(), image.mediaType(), image.subject(), changed);
    }

    private static Digest digest(Push push) {
        Digest expected = push.expected();
        var algorithm = expected == null ? push.algorithm() : expected.algorithm();
        Digest calculated = Digest.of(algorithm, push.content());
        if (expected != null && !expected.equals(calculated)) {
            throw new ProblemException(
                    new ImageProblem.ManifestDigestMismatch(expected, calculated));
        }
        return calculated;
    }

    /** The image, if it is here under all of these tags. */
    private Optional<Image> find(Tx tx, long repositoryId, Digest digest, List<Tag> tags) {
        return store.find(tx, repositoryId, digest)
                .filter(image -> image.state() == ImageState.ACTIVE)
                .filter(_ ->
                        tags.stream()
                                .allMatch(tag ->
                                        tagStore.find(tx, repositoryId, tag)
                                                .filter(to -> to.digest().equals(digest))
                                                .isPresent()));
    }

    private Pushed write(Tx tx, Repository repository, Arrived arrived, Actor actor) {
        long id = repository.id();
        Digest digest = arrived.digest();
        List<Tag> tags = arrived.push().tags();
        Optional<Image> before = store.find(tx, id, digest);
        Map<Tag, Optional<Pointer>> moving = moving(tx, id, digest, tags);
        // Someone else may have pushed the same since it was looked for.
        if (before.isPresent() && before.get().state() == ImageState.ACTIVE && moving.isEmpty()) {
            return pushed(before.get(), false);
        }
        long size = referenceCheck.size(tx, repository, arrived.manifest());
        requireMovable(repository, moving);
        Instant now = clocks.business().instant().truncatedTo(ChronoUnit.MILLIS);
        Image image = writeImage(tx, id, arrived, before, size, now);
        for (Tag tag : moving.keySet()) {
            tagStore.put(tx, id, tag, digest, now);
        }
        if (!moving.isEmpty() && tagStore.count(tx, id, digest) > quotas.tagsPerImage()) {
            throw new ProblemException(
                    new Problem.QuotaExceeded("tags per image", quotas.tagsPerImage()));
        }
        events.pushed(tx, actor, repository, image, tags);
        return pushed(image, true);
    }

    /** Those of the tags that do not point at the image yet, with what they do point at. */
    private Map<Tag, Optional<Pointer>> moving(Tx tx, long id, Digest digest, List<Tag> tags) {
        var moving = new LinkedHashMap<Tag, Optional<Pointer>>();
        for (Tag tag : tags) {
            var before = tagStore.find(tx, id, tag).filter(to -> to.state() != ImageState.EXPIRED);
            if (before.filter(to -> to.digest().equals(digest)).isEmpty()) {
                moving.put(tag, before);
            }
        }
        return moving;
    }

    private static void requireMovable(Repository repository, Map<Tag, Optional<Pointer>> moving) {
        moving.forEach((tag, before) -> {
            if (before.isPresent() && !repository.tagMutability().mayMove(tag)) {
                throw new ProblemException(new ImageProblem.TagImmutable(tag, repository.name()));
            }
        });
    }

    private Image writeImage(
            Tx tx, long id, Arrived arrived, Optional<Image> before, long size, Instant now) {
        if (before.isPresent() && before.get().state() == ImageState.ACTIVE) {
            // Bytes may pass for several media types; the first stays, for all who pull by a tag.
            return before.get();
        }
        Manifest manifest = arrived.manifest();
        Digest digest = arrived.digest();
        // Another tag does not make an image younger; what had expired begins anew.
        Instant pushedAt =
                before.filter(old -> old.state() != ImageState.EXPIRED)
                        .map(Image::pushedAt)
                        .orElse(now);
        var image =
                new Image(
                        digest,
                        manifest.mediaType(),
                        manifest.artifactMediaType(),
                        size,
                        pushedAt,
                        ImageState.ACTIVE,
                        manifest.subject(),
                        before.map(Image::lastPulledAt).orElse(null),
                        before.map(Image::archiveTimes)
                                .map(times -> new ArchiveTimes(times.archivedAt(), now))
                                .orElse(null));
        Push push = arrived.push();
        byte[] content = new byte[push.content().remaining()];
        push.content().duplicate().get(content);
        store.put(tx, id, image, content);
        if (before.isPresent()) {
            // Under another media type it may have had others.
            released.released(tx, id, references.blobs(tx, id, digest));
            references.delete(tx, id, digest);
            archive.activated(tx, id, digest, now);
            tx.afterCommit(() -> images.forget(id, digest));
        }
        references.insert(tx, id, digest, ImageReferenceStore.targets(manifest));
        if (before.filter(old -> old.state().counts()).isEmpty()
                && store.count(tx, id, 1) > quotas.imagesPerRepository()) {
            throw new ProblemException(
                    new Problem.QuotaExceeded(
                            "images per repository", quotas.imagesPerRepository()));
        }
        return image;
    }
}
