package dev.berth.verify;

import dev.berth.aws.AccountId;
import dev.berth.aws.Region;
import dev.berth.aws.Registry;
import dev.berth.blob.BlobKey;
import dev.berth.blob.TestBytes;
import dev.berth.blob.file.FileBlobStore;
import dev.berth.blob.file.Quarantine;
import dev.berth.blob.file.StoredFiles;
import dev.berth.boot.FeatureSettings;
import dev.berth.boot.Features;
import dev.berth.collect.CollectionConfig;
import dev.berth.db.Database;
import dev.berth.db.DbConfig;
import dev.berth.db.SqliteDatabase;
import dev.berth.events.Actor;
import dev.berth.image.ImagePush;
import dev.berth.oci.Digest;
import dev.berth.oci.DigestAlgorithm;
import dev.berth.oci.MediaTypes;
import dev.berth.oci.RepositoryName;
import dev.berth.oci.Tag;
import dev.berth.repository.Quotas;
import dev.berth.repository.Repositories;
import dev.berth.repository.Repository;
import dev.berth.repository.TagMutability;
import dev.berth.runtime.Clocks;
import dev.berth.testing.FixedClock;
import dev.berth.testing.TestIds;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A data folder that is filled through the front, broken from behind, and checked. */
final class VerifiedFolder implements AutoCloseable {
    static final Registry REGISTRY =
            new Registry(new AccountId("000000000000"), new Region("us-east-1"));
    static final String NAME = "000000000000/us-east-1/demo/app";
    static final int SMALL = 1;
    static final Actor ACTOR = new Actor("arn:aws:iam::000000000000:root", "request-1");

    final Path data;
    final Database database;
    final FileBlobStore blobs;
    final Features features;
    private final Clocks clocks;
    final Repository repository;
    StoredFiles files; // on a disk that a test may break

    VerifiedFolder(Path data) {
        this(data, CollectionConfig.DEFAULT, new FixedClock(Instant.now()).clocks());
    }

    VerifiedFolder(Path data, CollectionConfig collection, Clocks clocks) {
        this.data = data;
        this.clocks = clocks;
        this.database =
                SqliteDatabase.open(
                        new DbConfig(
                                data.resolve("berth.db"),
                                data.resolveSibling("berth-test-native"),
                                2));
        this.blobs = new FileBlobStore(data, clocks.real());
        this.features =
                Features.create(
                        FeatureSettings.with(Quotas.ofEcr())
                                .collecting(collection)
                                .inDatabaseUpTo(SMALL),
                        database,
                        blobs,
                        clocks,
                        new TestIds());
        this.files = new StoredFiles(data);
        this.repository = create("demo/app");
    }

    Repository create(String name) {
        return features.repositories()
                .create(
                        REGISTRY,
                        new Repositories.NewRepository(
                                new RepositoryName(name), TagMutability.MUTABLE, false, Map.of()),
                        ACTOR);
    }

    Digest layer(String text) {
        return layer(repository, text);
    }

    Digest layer(Repository into, String text) {
        byte[] bytes = bytes(text);
        features.uploads().put(into, TestBytes.source(bytes), TestBytes.sha256(bytes), ACTOR);
        return TestBytes.sha256(bytes);
    }

    /** An image of a config and a layer, which are pushed before it. */
    Digest image(String text, String... tags) {
        return image(repository, text, tags);
    }

    Digest image(Repository into, String text, String... tags) {
        layer(into, config(text));
        layer(into, text);
        return manifest(into, manifest(text), tags);
    }

    static String config(String text) {
        return "{\"config\":\"" + text + "\"}";
    }

    static String manifest(String text) {
        return manifest(config(text), text);
    }

    static String manifest(String config, String text) {
        return """
        {"schemaVersion":2,"mediaType":"%s","config":%s,"layers":[%s]}\
        """
                .formatted(
                        MediaTypes.OCI_MANIFEST,
                        descriptor(MediaTypes.OCI_CONFIG, bytes(config)),
                        descriptor("application/vnd.oci.image.layer.v1.tar", bytes(text)));
    }

    /** An index of images that are here. */
    Digest index(List<String> manifests, String... tags) {
        var children =
                manifests.stream()
                        .map(manifest -> descriptor(MediaTypes.OCI_MANIFEST, bytes(manifest)))
                        .toList();
        return manifest(
                repository,
                "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"manifests\":[%s]}"
                        .formatted(MediaTypes.OCI_INDEX, String.join(",", children)),
                tags);
    }

    Digest manifest(Repository into, String manifest, String... tags) {
        return features.push()
                .push(
                        new ImagePush.Push(
                                REGISTRY,
                                into.name(),
                                ByteBuffer.wrap(bytes(manifest)),
                                null,
                                null,
                                DigestAlgorithm.SHA256,
                                List.of(tags).stream().map(Tag::new).toList()),
                        ACTOR)
                .digest();
    }

    static String descriptor(String mediaType, byte[] content) {
        return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d}"
                .formatted(mediaType, TestBytes.sha256(content), content.length);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static Digest digest(String text) {
        return TestBytes.sha256(bytes(text));
    }

    Path file(Digest blob) {
        return data.resolve("blobs/default/sha256")
                .resolve(blob.hex().substring(0, 2))
                .resolve(blob.hex());
    }

    /** Flips a bit in the file of a blob. */
    void spoil(Digest blob) throws IOException {
        byte[] bytes = Files.readAllBytes(file(blob));
        bytes[bytes.length / 2] ^= 1;
        Files.write(file(blob), bytes);
    }

    /** Changes rows behind the back of the database's own rules. */
    int sql(String statement, Object... values) {
        try (Connection connection =
                        DriverManager.getConnection("jdbc:sqlite:" + data.resolve("berth.db"));
                PreparedStatement update = connection.prepareStatement(statement)) {
            for (int i = 0; i < values.length; i++) {
                update.setObject(i + 1, values[i]);
            }
            return update.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(statement, e);
        }
    }

    List<Finding> check() {
        return check(false, Duration.ZERO);
    }

    List<Finding> check(boolean quick, Duration rest) {
        var findings = new ArrayList<Finding>();
        run(quick, rest, findings::add);
        return findings;
    }

    /** What is found once all that was found before is repaired as far as it can be. */
    List<String> repair() {
        var repair = new Repair(database, files, new Quarantine(data), clocks.real());
        var done = new ArrayList<String>();
        run(
                false,
                Duration.ZERO,
                finding -> {
                    if (finding instanceof Finding.Fault fault) {
                        try {
                            done.add(repair.apply(fault).orElse("nothing"));
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    }
                });
        return done;
    }

    private void run(boolean quick, Duration rest, Consumer<Finding> findings) {
        try {
            new Verification(
                            database,
                            files,
                            () -> Instant.now().plusSeconds(1),
                            new Verification.Settings(quick, rest),
                            Progress.none())
                    .run(findings);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Spoils the page on which a table begins; the folder must be closed. */
    void spoilTable(String table) throws Exception {
        Path file = data.resolve("berth.db");
        long page;
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                var statement = connection.createStatement();
                var rows =
                        statement.executeQuery(
                                "SELECT rootpage, (SELECT page_size FROM pragma_page_size)"
                                        + " FROM sqlite_schema WHERE name = '"
                                        + table
                                        + "'")) {
            page = (rows.getLong(1) - 1) * rows.getLong(2);
        }
        try (var written = FileChannel.open(file, StandardOpenOption.WRITE)) {
            written.write(ByteBuffer.wrap(new byte[] {(byte) 0xff, 1, 2, 3}), page);
        }
    }

    static BlobKey key(Digest digest) {
        return BlobKey.shared(digest);
    }

    @Override
    public void close() throws IOException {
        blobs.close();
        database.close();
    }
}
