package dev.berth.boot;

import dev.berth.events.Outbox;
import dev.berth.events.OutboxTrimJob;
import dev.berth.image.ImageContents;
import dev.berth.image.ImageLayerReferences;
import dev.berth.image.ImagePush;
import dev.berth.image.ImageRemoval;
import dev.berth.image.Images;
import dev.berth.layer.LayerContents;
import dev.berth.layer.Layers;
import dev.berth.layer.UploadExpiryJob;
import dev.berth.layer.Uploads;
import dev.berth.repository.Repositories;
import dev.berth.runtime.Clocks;
import dev.berth.runtime.IdSource;
import dev.berth.work.Job;
import java.util.List;

/** What berth does, whichever door asks for it, and what it does of itself. */
record FeatureWiring(
        Repositories repositories,
        Layers layers,
        Uploads uploads,
        Images images,
        ImagePush push,
        ImageRemoval removal,
        List<Job> jobs) {

    static FeatureWiring create(
            BerthConfig config, StorageWiring storage, Clocks clocks, IdSource ids) {
        var database = storage.database();
        var quotas = config.quotas();
        var outbox = new Outbox(ids, clocks);
        var repositories =
                new Repositories(
                        database,
                        outbox,
                        clocks,
                        quotas,
                        List.of(new ImageContents(), new LayerContents()));
        var layers =
                new Layers(
                        database,
                        storage.blobs(),
                        repositories,
                        new ImageLayerReferences(),
                        outbox,
                        clocks);
        var uploads =
                new Uploads(database, storage.blobs(), repositories, outbox, clocks, ids, quotas);
        var images = new Images(database);
        var push =
                new ImagePush(
                        database, repositories, images, layers::linked, outbox, clocks, quotas);
        var removal = new ImageRemoval(repositories, images, outbox);
        return new FeatureWiring(
                repositories,
                layers,
                uploads,
                images,
                push,
                removal,
                List.of(
                        new UploadExpiryJob(uploads, config.uploadsExpireAfter()),
                        new OutboxTrimJob(database, clocks, config.eventsKeptFor())));
    }
}
