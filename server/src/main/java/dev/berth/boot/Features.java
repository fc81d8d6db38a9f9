package dev.berth.boot;

import dev.berth.access.Authorizer;
import dev.berth.access.Directory;
import dev.berth.access.PolicyPrincipals;
import dev.berth.api.ecr.EcrFeatures;
import dev.berth.api.edge.BoundedBodies;
import dev.berth.api.v2.V2Routes;
import dev.berth.aws.HostTemplate;
import dev.berth.blob.BlobStore;
import dev.berth.collect.CollectionJob;
import dev.berth.collect.CollectionListener;
import dev.berth.collect.GarbageCollection;
import dev.berth.collect.OrphanJob;
import dev.berth.db.Database;
import dev.berth.events.EventListener;
import dev.berth.events.Outbox;
import dev.berth.events.OutboxTrimJob;
import dev.berth.image.ActivationJob;
import dev.berth.image.ImageArchive;
import dev.berth.image.ImageContents;
import dev.berth.image.ImageLayerReferences;
import dev.berth.image.ImagePush;
import dev.berth.image.ImageRemoval;
import dev.berth.image.Images;
import dev.berth.image.PullTimeExclusions;
import dev.berth.image.PullTimeJob;
import dev.berth.image.PullTimes;
import dev.berth.image.Referrers;
import dev.berth.layer.BegunUploadsJob;
import dev.berth.layer.BlobSweep;
import dev.berth.layer.LayerContents;
import dev.berth.layer.LayerStorage;
import dev.berth.layer.Layers;
import dev.berth.layer.LinkEnding;
import dev.berth.layer.Mounts;
import dev.berth.layer.OrphanSweep;
import dev.berth.layer.RestingPace;
import dev.berth.layer.UploadExpiryJob;
import dev.berth.layer.Uploads;
import dev.berth.layer.WantedLinksJob;
import dev.berth.repository.AccountSettings;
import dev.berth.repository.Quotas;
import dev.berth.repository.RegistryPolicies;
import dev.berth.repository.Repositories;
import dev.berth.repository.RepositoryPolicies;
import dev.berth.runtime.Clocks;
import dev.berth.runtime.IdSource;
import dev.berth.token.Tokens;
import dev.berth.work.Job;
import java.util.List;
import java.util.function.Supplier;

/** What berth does, whichever door asks for it, and what it does of itself. */
public record Features(
        Quotas quotas,
        Repositories repositories,
        Layers layers,
        Uploads uploads,
        Images images,
        ImagePush push,
        ImageRemoval removal,
        Referrers referrers,
        AccountSettings accountSettings,
        RepositoryPolicies repositoryPolicies,
        RegistryPolicies registryPolicies,
        Mounts mounts,
        GarbageCollection collection,
        ImageArchive archive,
        PullTimes pullTimes,
        PullTimeExclusions pullTimeExclusions,
        List<Job> jobs) {

    public Features {
        jobs = List.copyOf(jobs);
    }

    /** For work that takes no policies. */
    public static Features create(
            FeatureSettings settings,
            Database database,
            BlobStore blobs,
            Clocks clocks,
            IdSource ids) {
        return create(settings, database, blobs, clocks, ids, Nobody.IS_HERE);
    }

    public static Features create(
            FeatureSettings settings,
            Database database,
            BlobStore blobs,
            Clocks clocks,
            IdSource ids,
            Directory directory) {
        return create(
                settings,
                database,
                blobs,
                new Surroundings(
                        clocks, ids, directory, EventListener.NONE, CollectionListener.NONE));
    }

    static Features create(
            FeatureSettings settings, Database database, BlobStore blobs, Surroundings around) {
        var clocks = around.clocks();
        var ids = around.ids();
        var quotas = settings.quotas();
        var outbox = new Outbox(ids, clocks, around.events());
        var repositories =
                new Repositories(
                        database,
                        outbox,
                        clocks,
                        quotas,
                        List.of(new ImageContents(), new LayerContents()));
        var references = new ImageLayerReferences();
        var storage = new LayerStorage(database, blobs, settings.smallBlobs());
        var layers = new Layers(storage, repositories, references, outbox, clocks);
        var accountSettings =
                new AccountSettings(database, outbox, settings.mounts() == Mounts.Rule.OCI);
        var uploads = new Uploads(storage, repositories, outbox, clocks, ids, quotas);
        var images = new Images(database);
        var push =
                new ImagePush(
                        database,
                        repositories,
                        images,
                        layers::linked,
                        layers::released,
                        outbox,
                        clocks,
                        quotas);
        var removal = new ImageRemoval(repositories, images, layers::released, outbox);
        var collection =
                new GarbageCollection(
                        settings.collection(),
                        new GarbageCollection.Stages(
                                new LinkEnding(database, repositories, references, layers),
                                new BlobSweep(database, blobs),
                                new OrphanSweep(database, blobs)),
                        clocks.real(),
                        RestingPace::new,
                        around.collections());
        var principals = new PolicyPrincipals(around.directory());
        var pullTimes = new PullTimes(database, clocks);
        var archive = new ImageArchive(database, repositories, images, outbox, clocks, quotas);
        return new Features(
                quotas,
                repositories,
                layers,
                uploads,
                images,
                push,
                removal,
                new Referrers(database),
                accountSettings,
                new RepositoryPolicies(database, repositories, principals, outbox),
                new RegistryPolicies(database, repositories.facts(), principals, outbox),
                new Mounts(
                        settings.mounts(),
                        accountSettings,
                        database,
                        repositories,
                        layers,
                        references),
                collection,
                archive,
                pullTimes,
                new PullTimeExclusions(database, pullTimes, outbox, clocks, quotas),
                List.of(
                        new WantedLinksJob(layers.wanted()),
                        new CollectionJob(collection, settings.collection().every()),
                        new OrphanJob(collection),
                        new BegunUploadsJob(uploads.rows()),
                        new UploadExpiryJob(uploads, settings.uploadsExpireAfter()),
                        new OutboxTrimJob(database, clocks, settings.eventsKeptFor()),
                        new ActivationJob(archive, settings.images().activation()),
                        new PullTimeJob(pullTimes, settings.images().pullTimesEvery())));
    }

    /** What ECR's operations need of these. */
    public EcrFeatures ecr(
            Authorizer authorizer, Tokens tokens, Supplier<HostTemplate> hosts, String version) {
        return new EcrFeatures(
                repositories,
                layers,
                uploads,
                images,
                push,
                removal,
                referrers,
                accountSettings,
                repositoryPolicies,
                registryPolicies,
                archive,
                pullTimes,
                pullTimeExclusions,
                quotas,
                authorizer,
                tokens,
                hosts,
                version);
    }

    /** What the routes of OCI distribution need of these. */
    public V2Routes.Features v2(Authorizer authorizer, BoundedBodies bodies) {
        return new V2Routes.Features(
                repositories,
                layers,
                uploads,
                images,
                push,
                removal,
                referrers,
                mounts,
                pullTimes,
                authorizer,
                bodies,
                quotas);
    }
}
