package dev.berth.image;

import dev.berth.db.Tx;
import dev.berth.events.Actor;
import dev.berth.events.Outbox;
import dev.berth.oci.Digest;
import dev.berth.oci.Tag;
import dev.berth.repository.Repositories;
import dev.berth.repository.Repository;
import java.util.List;
import java.util.Optional;

/** Deletes images and tags. One bad item never fails the others of a batch. */
public final class ImageRemoval {

    /** How one deletion ended. */
    public sealed interface Outcome {
        /** What is gone: an entry for each tag, or one without a tag. */
        record Removed(List<ImageId> ids) implements Outcome {
            public Removed {
                ids = List.copyOf(ids);
            }
        }

        record NotFound() implements Outcome {}

        /** An index here refers to the image. */
        record Referenced(List<Digest> by) implements Outcome {
            public Referenced {
                by = List.copyOf(by);
            }
        }

        /** Tag and digest were both given and do not belong together. */
        record TagDoesNotMatch() implements Outcome {}
    }

    /** What to delete: by digest, by tag, or by a tag that must point at the digest. */
    public sealed interface Target {
        record ByDigest(Digest digest) implements Target {}

        /** Removes the tag; the image too when it was its last tag (ECR's rule). */
        record ByTag(Tag tag) implements Target {}

        record ByTagOfDigest(Tag tag, Digest digest) implements Target {}

        /** Removes the tag alone (the OCI distribution specification's rule). */
        record TagOnly(Tag tag) implements Target {}
    }

    private final Repositories repositories;
    private final Images images;
    private final ReleasedLayers layers;
    private final ImageEvents events;
    private final ImageStore store = new ImageStore();
    private final ImageTagStore tagStore = new ImageTagStore();
    private final ImageReferenceStore references = new ImageReferenceStore();
    private final ImageArchiveStore archive = new ImageArchiveStore();

    public ImageRemoval(
            Repositories repositories, Images images, ReleasedLayers layers, Outbox outbox) {
        this.repositories = repositories;
        this.images = images;
        this.layers = layers;
        events = new ImageEvents(outbox);
    }

    /** An outcome for each target, in their order; all of them in one transaction. */
    public List<Outcome> remove(Repository repository, List<Target> targets, Actor actor) {
        return repositories.change(
                repository.registry(),
                repository.name(),
                (tx, locked) ->
                        targets.stream()
                                .map(target -> new Step(tx, locked, actor).remove(target))
                                .toList());
    }

    /** The transaction, the locked repository and who removes: what every deletion needs. */
    private final class Step {
        private final Tx tx;
        private final Repository repository;
        private final Actor actor;

        Step(Tx tx, Repository repository, Actor actor) {
            this.tx = tx;
            this.repository = repository;
            this.actor = actor;
        }

        Outcome remove(Target target) {
            return switch (target) {
                case Target.ByDigest(Digest digest) ->
                        find(digest).map(this::image).orElseGet(Outcome.NotFound::new);
                case Target.ByTag(Tag tag) ->
                        find(tag)
                                .map(image -> tagOrImage(tag, image))
                                .orElseGet(Outcome.NotFound::new);
                case Target.ByTagOfDigest(Tag tag, Digest digest) -> tagOfDigest(tag, digest);
                case Target.TagOnly(Tag tag) ->
                        find(tag).map(image -> tag(tag, image)).orElseGet(Outcome.NotFound::new);
            };
        }

        private Optional<Image> find(Digest digest) {
            return store.find(tx, repository.id(), digest)
                    .filter(image -> image.state() != ImageState.EXPIRED);
        }

        private Optional<Image> find(Tag tag) {
            return tagStore.find(tx, repository.id(), tag).flatMap(to -> find(to.digest()));
        }

        private Outcome tagOfDigest(Tag tag, Digest digest) {
            Optional<Image> tagged = find(tag);
            if (tagged.isEmpty()) {
                return new Outcome.NotFound();
            }
            return tagged.get().digest().equals(digest)
                    ? tagOrImage(tag, tagged.get())
                    : new Outcome.TagDoesNotMatch();
        }

        private Outcome tagOrImage(Tag tag, Image image) {
            return tagStore.count(tx, repository.id(), image.digest()) == 1
                    ? image(image)
                    : tag(tag, image);
        }

        private Outcome tag(Tag tag, Image image) {
            tagStore.delete(tx, repository.id(), tag);
            events.untagged(tx, actor, repository, image.digest(), tag);
            return new Outcome.Removed(List.of(new ImageId(image.digest(), tag)));
        }

        private Outcome image(Image image) {
            Digest digest = image.digest();
            List<Digest> parents =
                    references.parents(tx, repository.id(), digest, ImageState.PRESENT);
            if (!parents.isEmpty()) {
                return new Outcome.Referenced(parents);
            }
            List<Tag> tags = tagStore.of(tx, repository.id(), digest);
            tagStore.deleteOf(tx, repository.id(), digest);
            layers.released(tx, repository.id(), references.blobs(tx, repository.id(), digest));
            references.delete(tx, repository.id(), digest);
            archive.delete(tx, repository.id(), digest);
            store.delete(tx, repository.id(), digest);
            if (image.state().counts()) {
                store.count(tx, repository.id(), -1);
            }
            events.deleted(tx, actor, repository, digest, tags);
            tx.afterCommit(() -> images.forget(repository.id(), digest));
            return new Outcome.Removed(
                    tags.isEmpty()
                            ? List.of(new ImageId(digest, null))
                            : tags.stream().map(tag -> new ImageId(digest, tag)).toList());
        }
    }
}
