package dev.berth.layer;

import dev.berth.blob.BlobKey;
import dev.berth.db.Database;
import dev.berth.events.Actor;
import dev.berth.oci.Digest;
import dev.berth.oci.RepositoryName;
import dev.berth.repository.AccountSettings;
import dev.berth.repository.Repositories;
import dev.berth.repository.Repository;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Decides whether a push may take over a layer of another repository of its registry. Why it may
 * not is never told: the layer is then not there, as far as the caller knows.
 */
public final class Mounts {
    /** How many repositories are asked for a layer when none is named. */
    private static final int SEARCHED = 100;

    /** Whose rules mounts follow. */
    public enum Rule {
        /** The OCI distribution specification's: every layer that the caller may download. */
        OCI,
        /** ECR's: layers that an image of the named repository refers to, once that is enabled. */
        ECR
    }

    private final Rule rule;
    private final AccountSettings settings;
    private final Database database;
    private final Repositories repositories;
    private final Layers layers;
    private final LayerReferences references;
    private final LayerStore store = new LayerStore();

    public Mounts(
            Rule rule,
            AccountSettings settings,
            Database database,
            Repositories repositories,
            Layers layers,
            LayerReferences references) {
        this.rule = rule;
        this.settings = settings;
        this.database = database;
        this.repositories = repositories;
        this.layers = layers;
        this.references = references;
    }

    /**
     * Links a layer of that repository here.
     *
     * @param mayDownload whether the caller may download the layers of a repository
     */
    public Optional<Layer> mount(
            Repository into,
            RepositoryName from,
            Digest digest,
            Predicate<RepositoryName> mayDownload,
            Actor actor) {
        boolean allowed =
                mayDownload.test(from)
                        && settings.allowMounts(into.registry())
                        && fulfilsRule(into, from, digest);
        return allowed ? layers.mount(into, from, digest, actor) : Optional.empty();
    }

    /** The same from whichever repository there is. */
    public Optional<Layer> mount(
            Repository into, Digest digest, Predicate<RepositoryName> mayDownload, Actor actor) {
        boolean searches =
                switch (rule) {
                    case OCI -> settings.allowMounts(into.registry());
                    case ECR -> false;
                };
        if (!searches) {
            return Optional.empty();
        }
        var key = BlobKey.shared(digest);
        List<RepositoryName> others =
                database.read(tx -> store.linking(tx, into.registry(), key, SEARCHED));
        // First where it would be linked anyway: among many others it might not be found.
        return Stream.concat(Stream.of(into.name()), others.stream())
                .filter(mayDownload)
                .flatMap(source -> layers.mount(into, source, digest, actor).stream())
                .findFirst();
    }

    private boolean fulfilsRule(Repository into, RepositoryName from, Digest digest) {
        return switch (rule) {
            case OCI -> true;
            case ECR ->
                    repositories
                            .find(into.registry(), from)
                            .filter(source ->
                                    database.read(
                                            tx -> references.isReferenced(tx, source.id(), digest)))
                            .isPresent();
        };
    }
}
