package dev.berth.layer;

import dev.berth.aws.AccountId;
import dev.berth.aws.Region;
import dev.berth.aws.Registry;
import dev.berth.blob.BlobStore;
import dev.berth.blob.TestBytes;
import dev.berth.blob.file.FileBlobStore;
import dev.berth.db.Database;
import dev.berth.db.DbConfig;
import dev.berth.db.SqliteDatabase;
import dev.berth.events.Actor;
import dev.berth.events.Outbox;
import dev.berth.oci.Digest;
import dev.berth.oci.RepositoryName;
import dev.berth.repository.Quotas;
import dev.berth.repository.Repositories;
import dev.berth.repository.Repository;
import dev.berth.repository.TagMutability;
import dev.berth.runtime.IdSource;
import dev.berth.testing.Contents;
import dev.berth.testing.FixedClock;
import dev.berth.testing.TestDatabase;
import dev.berth.testing.TestIds;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/** Layers and uploads over a database and a folder of their own. */
final class LayerFixture implements AutoCloseable {
    static final Registry REGISTRY =
            new Registry(new AccountId("000000000000"), new Region("us-east-1"));
    static final Actor ACTOR = new Actor("arn:aws:iam::000000000000:root", "request-1");
    static final long LAYER_LIMIT = 12 << 20;
    static final int SMALL = 1_000;

    final Database database;
    final FixedClock clock = new FixedClock(Instant.now());
    final Set<Digest> referenced = new HashSet<>();
    final Path data;
    final Repositories repositories;
    private final IdSource ids;
    private final int small;
    private final Outbox outbox;
    FileBlobStore blobs;
    Layers layers;
    Uploads uploads;

    LayerFixture(Path data) {
        this(data, new TestDatabase(), new TestIds());
    }

    LayerFixture(Path data, Database database, IdSource ids) {
        this(data, database, ids, SMALL);
    }

    LayerFixture(Path data, Database database, IdSource ids, int small) {
        this.data = data;
        this.small = small;
        this.database = database;
        this.ids = ids;
        this.outbox = new Outbox(ids, clock.clocks());
        this.repositories =
                new Repositories(
                        database, outbox, clock.clocks(), quotas(), List.of(new LayerContents()));
        this.blobs = new FileBlobStore(data, clock);
        this.layers = layers();
        this.uploads = uploads(blobs);
    }

    /** One that is there after the process, other than a {@link TestDatabase}. */
    static Database databaseIn(Path data) {
        return SqliteDatabase.open(DbConfig.in(data));
    }

    /** What a new process finds: everything but what was in memory. */
    void restart() {
        blobs.close();
        blobs = new FileBlobStore(data, clock);
        layers = layers();
        uploads = uploads(blobs);
    }

    private Layers layers() {
        var storage = new LayerStorage(database, blobs, small);
        return new Layers(storage, repositories, references(), outbox, clock.clocks());
    }

    private LayerReferences references() {
        return (_, _, digests) ->
                digests.stream().filter(referenced::contains).collect(Collectors.toSet());
    }

    Uploads uploads(BlobStore store) {
        return uploads(store, small);
    }

    Uploads uploads(BlobStore store, int small) {
        var storage = new LayerStorage(database, store, small);
        return new Uploads(storage, repositories, outbox, clock.clocks(), ids, quotas());
    }

    private static Quotas quotas() {
        var ecr = Quotas.ofEcr();
        return new Quotas(
                ecr.repositoriesPerRegistry(),
                ecr.imagesPerRepository(),
                ecr.tagsPerImage(),
                LAYER_LIMIT,
                ecr.manifestBytes(),
                ecr.tagsPerRepository(),
                ecr.layerParts(),
                ecr.pullTimeExclusions());
    }

    Repository repository(String name) {
        return repositories.create(
                REGISTRY,
                new Repositories.NewRepository(name(name), TagMutability.MUTABLE, false, Map.of()),
                ACTOR);
    }

    static RepositoryName name(String name) {
        return RepositoryName.tryParse(name).orElseThrow();
    }

    Layer push(Repository repository, byte[] bytes) {
        return uploads.put(repository, TestBytes.source(bytes), TestBytes.sha256(bytes), ACTOR);
    }

    /** Appends these bytes of a layer, and says so. */
    Upload append(Repository repository, String id, byte[] bytes, int from, int to) {
        return uploads.append(
                repository,
                id,
                OptionalLong.of(from),
                OptionalLong.of(to - from),
                TestBytes.pieces(bytes, from, to - from, 64 << 10));
    }

    byte[] read(Repository repository, Digest digest) throws IOException {
        return Contents.of(layers.open(repository, digest).orElseThrow());
    }

    /** The types of the events about layers, in order. */
    List<String> events() {
        return database.read(tx ->
                tx.sql()
                        .createQuery(
                                "SELECT type FROM outbox WHERE type LIKE 'layer.%' ORDER BY id")
                        .mapTo(String.class)
                        .list());
    }

    int rows(String table) {
        return database.read(tx ->
                tx.sql()
                        .createQuery("SELECT COUNT(*) FROM <table>")
                        .define("table", table)
                        .mapTo(Integer.class)
                        .one());
    }

    @Override
    public void close() {
        blobs.close();
        database.close();
    }
}
