package dev.berth.image;

import dev.berth.db.Database;
import dev.berth.db.Tx;
import dev.berth.events.Actor;
import dev.berth.events.Outbox;
import dev.berth.oci.Digest;
import dev.berth.oci.Reference;
import dev.berth.problem.ImageProblem;
import dev.berth.problem.ProblemException;
import dev.berth.problem.RepositoryProblem;
import dev.berth.repository.Quotas;
import dev.berth.repository.Repositories;
import dev.berth.repository.Repository;
import dev.berth.runtime.Clocks;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Moves images into the archive, where nobody pulls them and no quota counts them, and back. The
 * way back takes its time; only a push of the same image ends it at once ({@link ImagePush}).
 */
public final class ImageArchive {
    /** Few enough that pushes hardly wait for a step. */
    private static final int STEP = 200;

    private static final Set<ImageState> WITHIN_REACH =
            EnumSet.of(ImageState.ACTIVE, ImageState.ACTIVATING);

    /**
     * What is to be moved.
     *
     * @param digest what the tag of the reference must point at; null where that is of no interest
     */
    public record Wanted(Reference reference, @Nullable Digest digest, StorageClass target) {}

    /** The image, and the state that it has now. */
    public record Moved(Digest digest, ImageState state) {}

    private final Database database;
    private final Repositories repositories;
    private final Images images;
    private final Clocks clocks;
    private final Quotas quotas;
    private final ImageEvents events;
    private final ImageStore store = new ImageStore();
    private final ImageTagStore tagStore = new ImageTagStore();
    private final ImageReferenceStore references = new ImageReferenceStore();
    private final ImageArchiveStore archive = new ImageArchiveStore();

    public ImageArchive(
            Database database,
            Repositories repositories,
            Images images,
            Outbox outbox,
            Clocks clocks,
            Quotas quotas) {
        this.database = database;
        this.repositories = repositories;
        this.images = images;
        this.clocks = clocks;
        this.quotas = quotas;
        events = new ImageEvents(outbox);
    }

    /**
     * Empty when there is no such image. What is in the class already, or on its way to it, stays
     * as it is, so that a request whose answer was lost can be repeated.
     *
     * <p>Problem: StorageClassNotSupported.
     */
    public Optional<Moved> move(Repository repository, Wanted wanted, Actor actor) {
        return repositories.change(
                repository.registry(),
                repository.name(),
                (tx, locked) ->
                        find(tx, locked.id(), wanted)
                                .map(image ->
                                        new Moved(
                                                image.digest(),
                                                move(tx, locked, image, wanted.target(), actor))));
    }

    private Optional<Image> find(Tx tx, long repositoryId, Wanted wanted) {
        Optional<Digest> digest =
                switch (wanted.reference()) {
                    case Reference.ByDigest(var given) -> Optional.of(given);
                    case Reference.ByTag(var tag) ->
                            tagStore.find(tx, repositoryId, tag)
                                    .map(ImageTagStore.Pointer::digest)
                                    .filter(found ->
                                            wanted.digest() == null
                                                    || wanted.digest().equals(found));
                };
        return digest.flatMap(found -> store.find(tx, repositoryId, found))
                .filter(image -> image.state() != ImageState.EXPIRED);
    }

    private ImageState move(
            Tx tx, Repository repository, Image image, StorageClass target, Actor actor) {
        return switch (target) {
            case ARCHIVE ->
                    switch (image.state()) {
                        case ACTIVE -> archive(tx, repository, image, actor);
                        case ACTIVATING ->
                                throw refusal("The image is being restored from the archive");
                        case ARCHIVED, EXPIRED -> image.state();
                    };
            case STANDARD ->
                    switch (image.state()) {
                        case ARCHIVED -> restore(tx, repository, image, actor);
                        case ACTIVE, ACTIVATING, EXPIRED -> image.state();
                    };
        };
    }

    private ImageState archive(Tx tx, Repository repository, Image image, Actor actor) {
        long id = repository.id();
        List<Digest> parents = references.parents(tx, id, image.digest(), WITHIN_REACH);
        if (!parents.isEmpty()) {
            throw refusal("Requested image referenced by manifest list: " + parents);
        }
        store.setState(tx, id, image.digest(), ImageState.ARCHIVED);
        store.count(tx, id, -1);
        archive.archived(tx, id, image.digest(), now());
        tx.afterCommit(() -> images.forget(id, image.digest()));
        events.moved(tx, actor, repository, image, ImageState.ARCHIVED);
        return ImageState.ARCHIVED;
    }

    private ImageState restore(Tx tx, Repository repository, Image image, Actor actor) {
        long id = repository.id();
        if (store.count(tx, id, 1) > quotas.imagesPerRepository()) {
            throw refusal(
                    "The limit of %d images per repository has been reached"
                            .formatted(quotas.imagesPerRepository()));
        }
        store.setState(tx, id, image.digest(), ImageState.ACTIVATING);
        archive.activating(tx, id, image.digest(), now());
        events.moved(tx, actor, repository, image, ImageState.ACTIVATING);
        return ImageState.ACTIVATING;
    }

    /** Makes those active that have been on their way back for so long; tells how many. */
    int activate(Duration after, Actor actor) {
        Instant before = clocks.business().instant().minus(after);
        int activated = 0;
        int ofStep;
        do {
            ofStep = 0;
            for (ImageArchiveStore.Returning returning :
                    database.read(tx -> archive.returning(tx, before, STEP))) {
                ofStep += activate(returning, actor) ? 1 : 0;
            }
            activated += ofStep;
        } while (ofStep == STEP);
        return activated;
    }

    private boolean activate(ImageArchiveStore.Returning returning, Actor actor) {
        try {
            return repositories.change(
                    returning.registry(),
                    returning.name(),
                    (tx, locked) ->
                            locked.id() == returning.repositoryId()
                                    && activate(tx, locked, returning.digest(), actor));
        } catch (ProblemException e) {
            if (e.problem() instanceof RepositoryProblem.RepositoryUnknown) {
                return false; // deleted since, and its images with it
            }
            throw e;
        }
    }

    private boolean activate(Tx tx, Repository repository, Digest digest, Actor actor) {
        Optional<Image> image =
                store.find(tx, repository.id(), digest)
                        .filter(found -> found.state() == ImageState.ACTIVATING);
        image.ifPresent(found -> {
            store.setState(tx, repository.id(), digest, ImageState.ACTIVE);
            archive.activated(tx, repository.id(), digest, now());
            events.moved(tx, actor, repository, found, ImageState.ACTIVE);
        });
        return image.isPresent();
    }

    private Instant now() {
        return clocks.business().instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private static ProblemException refusal(String reason) {
        return new ProblemException(new ImageProblem.StorageClassNotSupported(reason));
    }
}
