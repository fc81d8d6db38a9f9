package dev.berth.collect;

import dev.berth.aws.AccountId;
import dev.berth.aws.Region;
import dev.berth.aws.Registry;
import dev.berth.blob.TestBytes;
import dev.berth.blob.file.FileBlobStore;
import dev.berth.boot.FeatureSettings;
import dev.berth.boot.Features;
import dev.berth.db.Database;
import dev.berth.events.Actor;
import dev.berth.image.ImagePush;
import dev.berth.image.ImageRemoval;
import dev.berth.oci.Digest;
import dev.berth.oci.DigestAlgorithm;
import dev.berth.oci.MediaTypes;
import dev.berth.oci.RepositoryName;
import dev.berth.repository.Quotas;
import dev.berth.repository.Repositories;
import dev.berth.repository.Repository;
import dev.berth.repository.TagMutability;
import dev.berth.runtime.Clocks;
import dev.berth.runtime.IdSource;
import dev.berth.testing.Contents;
import dev.berth.testing.FixedClock;
import dev.berth.testing.HookedBlobStore;
import dev.berth.testing.TestDatabase;
import dev.berth.testing.TestIds;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All that berth does, with a clock that a test moves, and a store that it can hold up. */
final class CollectFixture implements AutoCloseable {
    static final Registry REGISTRY =
            new Registry(new AccountId("000000000000"), new Region("us-east-1"));
    static final int SMALL = 40;
    static final Actor ACTOR = new Actor("arn:aws:iam::000000000000:root", "request-1");
    private static final String LAYER = "application/vnd.oci.image.layer.v1.tar+gzip";
    static final Duration GRACE = CollectionConfig.DEFAULT.grace();
    static final Duration DELAY = CollectionConfig.DEFAULT.delay();

    /** Of the time of the machine, as files are. */
    final FixedClock clock = new FixedClock(Instant.now().plusSeconds(1));

    final Path data;
    final Database database;
    final HookedBlobStore blobs;
    final Features features;

    CollectFixture(Path data) {
        this.data = data;
        this.database = new TestDatabase();
        this.blobs = new HookedBlobStore(new FileBlobStore(data, clock));
        this.features =
                create(database, blobs, clock.clocks(), new TestIds(), CollectionConfig.DEFAULT);
    }

    /** On what a test made, by the time of the machine. */
    CollectFixture(Path data, Database database, IdSource ids, CollectionConfig config) {
        var clocks = Clocks.system();
        this.data = data;
        this.database = database;
        this.blobs = new HookedBlobStore(new FileBlobStore(data, clocks.real()));
        this.features = create(database, blobs, clocks, ids, config);
    }

    private static Features create(
            Database database,
            HookedBlobStore blobs,
            Clocks clocks,
            IdSource ids,
            CollectionConfig config) {
        var settings =
                FeatureSettings.with(Quotas.ofEcr()).collecting(config).inDatabaseUpTo(SMALL);
        return Features.create(settings, database, blobs, clocks, ids);
    }

    Repository repository(String name) {
        return features.repositories()
                .create(
                        REGISTRY,
                        new Repositories.NewRepository(
                                new RepositoryName(name), TagMutability.MUTABLE, false, Map.of()),
                        ACTOR);
    }

    Digest upload(Repository repository, byte[] bytes) {
        return features.uploads()
                .put(repository, TestBytes.source(bytes), TestBytes.sha256(bytes), ACTOR)
                .digest();
    }

    /** Pushes the manifest of an image whose config is the first of the blobs. */
    Digest push(Repository repository, Digest... blobs) {
        String layers =
                Stream.of(blobs)
                        .skip(1)
                        .map(blob -> descriptor(LAYER, blob))
                        .collect(Collectors.joining(","));
        String manifest =
                "{\"schemaVersion\":2,\"config\":%s,\"layers\":[%s]}"
                        .formatted(descriptor(MediaTypes.OCI_CONFIG, blobs[0]), layers);
        return features.push()
                .push(
                        new ImagePush.Push(
                                repository.registry(),
                                repository.name(),
                                ByteBuffer.wrap(manifest.getBytes(StandardCharsets.UTF_8)),
                                MediaTypes.OCI_MANIFEST,
                                null,
                                DigestAlgorithm.SHA256,
                                List.of()),
                        ACTOR)
                .digest();
    }

    private static String descriptor(String mediaType, Digest digest) {
        return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":1}".formatted(mediaType, digest);
    }

    void remove(Repository repository, Digest image) {
        features.removal()
                .remove(repository, List.of(new ImageRemoval.Target.ByDigest(image)), ACTOR);
    }

    boolean isHere(Repository repository, Digest blob) {
        return features.layers().find(repository, blob).isPresent();
    }

    byte[] read(Repository repository, Digest digest) throws IOException {
        return Contents.of(features.layers().open(repository, digest).orElseThrow());
    }

    Collected collect() throws InterruptedException {
        return features.collection().run();
    }

    /** Lets this time pass, then collects. */
    Collected collectAfter(Duration time) throws InterruptedException {
        clock.advance(time);
        return collect();
    }

    int rows(String fromWhere) {
        return database.read(tx ->
                tx.sql()
                        .createQuery("SELECT COUNT(*) FROM <from>")
                        .define("from", fromWhere)
                        .mapTo(Integer.class)
                        .one());
    }

    /** How many files of blobs there are. */
    long files() {
        if (Files.notExists(data.resolve("blobs"))) {
            return 0;
        }
        try (var files = Files.walk(data.resolve("blobs"))) {
            return files.filter(Files::isRegularFile).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        blobs.close();
        database.close();
    }
}
