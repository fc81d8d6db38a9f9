package dev.berth.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.aws.AccountId;
import dev.berth.aws.Region;
import dev.berth.aws.Registry;
import dev.berth.db.Tx;
import dev.berth.events.Actor;
import dev.berth.events.Outbox;
import dev.berth.layer.Layer;
import dev.berth.oci.Digest;
import dev.berth.oci.DigestAlgorithm;
import dev.berth.oci.MediaTypes;
import dev.berth.oci.RepositoryName;
import dev.berth.oci.Tag;
import dev.berth.problem.Problem;
import dev.berth.problem.ProblemException;
import dev.berth.repository.Quotas;
import dev.berth.repository.Repositories;
import dev.berth.repository.Repository;
import dev.berth.repository.TagMutability;
import dev.berth.testing.FixedClock;
import dev.berth.testing.TestDatabase;
import dev.berth.testing.TestIds;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A repository with images, on a database of its own. */
final class ImageFixture implements AutoCloseable {
    static final Registry REGISTRY =
            new Registry(new AccountId("000000000000"), new Region("us-east-1"));
    static final RepositoryName NAME = new RepositoryName("team/app");
    static final Actor ACTOR = new Actor("arn:aws:iam::000000000000:root", "request-1");

    /** What each of the blobs is large. */
    static final int BLOB_SIZE = 55;

    static final Digest CONFIG = digestOf("config");
    static final Digest LAYER = digestOf("layer");
    static final Set<ImageState> ACTIVE = Set.of(ImageState.ACTIVE);

    final TestDatabase database = new TestDatabase();
    final FixedClock clock = new FixedClock();
    final Outbox outbox = new Outbox(new TestIds(), clock.clocks());
    final Images images = new Images(database);
    final Repositories repositories;
    final ImagePush push;
    final ImageRemoval removal;
    final List<Digest> released = new CopyOnWriteArrayList<>();
    private final Set<Digest> blobs = ConcurrentHashMap.newKeySet();

    ImageFixture() {
        this(Quotas.ofEcr());
    }

    ImageFixture(Quotas quotas) {
        repositories =
                new Repositories(
                        database, outbox, clock.clocks(), quotas, List.of(new ImageContents()));
        push =
                new ImagePush(
                        database,
                        repositories,
                        images,
                        this::linked,
                        (_, _, digests) -> released.addAll(digests),
                        outbox,
                        clock.clocks(),
                        quotas);
        removal =
                new ImageRemoval(
                        repositories, images, (_, _, digests) -> released.addAll(digests), outbox);
        blobs.addAll(Set.of(CONFIG, LAYER));
        create(TagMutability.MUTABLE);
    }

    void create(TagMutability tagMutability) {
        repositories.create(
                REGISTRY,
                new Repositories.NewRepository(NAME, tagMutability, false, Map.of()),
                ACTOR);
    }

    private Map<Digest, Layer> linked(Tx tx, long repositoryId, Collection<Digest> digests) {
        return digests.stream()
                .filter(blobs::contains)
                .collect(Collectors.toMap(Function.identity(), d -> new Layer(d, BLOB_SIZE)));
    }

    Repository repository() {
        return repositories.require(REGISTRY, NAME);
    }

    ImagePush.Pushed push(String manifest, String... tags) {
        return push(manifest, null, null, tags);
    }

    ImagePush.Pushed push(
            String manifest,
            @Nullable String mediaType,
            @Nullable Digest expected,
            String... tags) {
        return push.push(
                new ImagePush.Push(
                        REGISTRY,
                        NAME,
                        ByteBuffer.wrap(manifest.getBytes(StandardCharsets.UTF_8)),
                        mediaType,
                        expected,
                        DigestAlgorithm.SHA256,
                        Stream.of(tags).map(Tag::new).toList()),
                ACTOR);
    }

    List<String> events() {
        return database.read(tx ->
                tx.sql()
                        .createQuery(
                                """
                                SELECT type FROM outbox WHERE type LIKE 'image.%' ORDER BY id
                                """)
                        .mapTo(String.class)
                        .list());
    }

    long imageCount() {
        return database.read(tx ->
                tx.sql().createQuery("SELECT image_count FROM repository").mapTo(Long.class).one());
    }

    void setState(Digest digest, ImageState state) {
        repositories.change(
                REGISTRY,
                NAME,
                (tx, _) ->
                        tx.sql()
                                .createUpdate("UPDATE image SET state = :s WHERE digest = :d")
                                .bind("s", state.name())
                                .bind("d", digest.toString())
                                .execute());
        images.forget(repository().id(), digest);
    }

    static Digest digestOf(String text) {
        return Digest.sha256(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    static String descriptor(String mediaType, Digest digest, long size) {
        return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d}"
                .formatted(mediaType, digest, size);
    }

    /** An image manifest that no other salt gives. */
    static String image(String salt) {
        return image(salt, CONFIG, LAYER);
    }

    static String image(String salt, Digest config, Digest layer) {
        return """
        {"schemaVersion":2,"mediaType":"%s","config":%s,"layers":[%s],
         "annotations":{"salt":"%s"}}\
        """
                .formatted(
                        MediaTypes.OCI_MANIFEST,
                        descriptor(MediaTypes.OCI_CONFIG, config, 10),
                        descriptor("application/vnd.oci.image.layer.v1.tar+gzip", layer, 100),
                        salt);
    }

    static String index(Digest... children) {
        return """
        {"schemaVersion":2,"mediaType":"%s","manifests":[%s]}\
        """
                .formatted(
                        MediaTypes.OCI_INDEX,
                        Stream.of(children)
                                .map(d -> descriptor(MediaTypes.OCI_MANIFEST, d, 400))
                                .collect(Collectors.joining(",")));
    }

    static <P extends Problem> P problem(Runnable call, Class<P> type) {
        var caught = new Problem[1];
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(ProblemException.class, e -> caught[0] = e.problem());
        assertThat(caught[0]).isInstanceOf(type);
        return type.cast(caught[0]);
    }

    @Override
    public void close() {
        database.close();
    }
}
