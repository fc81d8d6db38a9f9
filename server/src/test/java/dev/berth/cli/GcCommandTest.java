package dev.berth.cli;

import static dev.berth.blob.TestBytes.random;
import static dev.berth.blob.TestBytes.sha256;
import static dev.berth.blob.TestBytes.source;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.aws.AccountId;
import dev.berth.aws.Region;
import dev.berth.aws.Registry;
import dev.berth.blob.BlobKey;
import dev.berth.blob.file.FileBlobStore;
import dev.berth.boot.Berth;
import dev.berth.boot.BerthConfigReader;
import dev.berth.boot.FeatureSettings;
import dev.berth.boot.Features;
import dev.berth.config.Sources;
import dev.berth.db.DbConfig;
import dev.berth.db.SqliteDatabase;
import dev.berth.events.Actor;
import dev.berth.image.ImagePush;
import dev.berth.oci.DigestAlgorithm;
import dev.berth.oci.MediaTypes;
import dev.berth.oci.RepositoryName;
import dev.berth.repository.Quotas;
import dev.berth.repository.Repositories;
import dev.berth.repository.Repository;
import dev.berth.repository.TagMutability;
import dev.berth.testing.FixedClock;
import dev.berth.testing.TestIds;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GcCommandTest {
    private static final Registry REGISTRY =
            new Registry(new AccountId("000000000000"), new Region("us-east-1"));
    private static final Actor ACTOR = new Actor("arn:aws:iam::000000000000:root", "request-1");
    private static final byte[] CONFIG = random(1, 100);

    @TempDir private Path home;

    /** What a command left behind. */
    private record Ended(int code, String out, String err) {}

    private Path data() {
        return home.resolve("data");
    }

    private Ended gc(String... options) {
        var out = new StringWriter();
        var err = new StringWriter();
        var console =
                new Console(
                        "berth",
                        Map.of("BERTH_DATA", data().toString()),
                        home,
                        new BufferedReader(new StringReader("")),
                        new PrintWriter(out, true),
                        new PrintWriter(err, true));
        var arguments = Stream.concat(Stream.of("gc"), Stream.of(options)).toArray(String[]::new);
        int code = BerthCommand.run(console, arguments);
        return new Ended(code, out.toString(), err.toString());
    }

    private Berth server() throws Exception {
        var sources = new Sources().option("listen", "127.0.0.1:0", "--listen");
        return Berth.start(BerthConfigReader.read(sources, data()).config());
    }

    /**
     * An image with its config, two blobs that nobody used (one linked twice), one that is young,
     * and a file without a row.
     */
    private void fill() throws IOException {
        Files.createDirectories(data());
        var clock = new FixedClock(Instant.now().minus(Duration.ofDays(2)));
        try (var database = SqliteDatabase.open(DbConfig.in(data()));
                var blobs = new FileBlobStore(data(), clock)) {
            var features =
                    Features.create(
                            FeatureSettings.with(Quotas.ofEcr()).inDatabaseUpTo(50),
                            database,
                            blobs,
                            clock.clocks(),
                            new TestIds());
            var app = repository(features, "app");
            var other = repository(features, "other");
            upload(features, app, CONFIG);
            push(features, app);
            upload(features, other, CONFIG);
            upload(features, app, random(2, 1_000));
            upload(features, other, random(2, 1_000));
            upload(features, other, random(3, 24));
            clock.advance(Duration.ofDays(2));
            upload(features, app, random(4, 3_000));
            var orphan = random(5, 2_048);
            try (var staged = blobs.stage("crashed")) {
                staged.append(source(orphan), orphan.length);
                staged.commit(BlobKey.shared(sha256(orphan)));
            }
            var file = file(orphan);
            Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(3_600)));
        }
    }

    private Path file(byte[] bytes) {
        String hex = sha256(bytes).hex();
        return data().resolve("blobs/default/sha256").resolve(hex.substring(0, 2)).resolve(hex);
    }

    private static Repository repository(Features features, String name) {
        return features.repositories()
                .create(
                        REGISTRY,
                        new Repositories.NewRepository(
                                new RepositoryName(name), TagMutability.MUTABLE, false, Map.of()),
                        ACTOR);
    }

    private static void upload(Features features, Repository repository, byte[] bytes) {
        features.uploads().put(repository, source(bytes), sha256(bytes), ACTOR);
    }

    private static void push(Features features, Repository repository) {
        var manifest =
                "{\"schemaVersion\":2,\"config\":{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":100},\"layers\":[]}"
                        .formatted(MediaTypes.OCI_CONFIG, sha256(CONFIG));
        features.push()
                .push(
                        new ImagePush.Push(
                                REGISTRY,
                                repository.name(),
                                StandardCharsets.UTF_8.encode(manifest),
                                MediaTypes.OCI_MANIFEST,
                                null,
                                DigestAlgorithm.SHA256,
                                List.of()),
                        ACTOR);
    }

    @Test
    void tellsWhatWouldGo() throws Exception {
        fill();

        var ended = gc("--dry-run");

        assertThat(ended)
                .isEqualTo(
                        new Ended(
                                0,
                                """
                                garbage: 2 blobs with 1.0 KiB, and 4 links that nothing has needed for 24h
                                  due now: 0 blobs with 0 bytes
                                orphaned: 1 file with 2.0 KiB
                                nothing was changed
                                """,
                                ""));
        assertThat(gc("--dry-run")).isEqualTo(ended);
        assertThat(file(random(2, 1_000))).exists();
    }

    @Test
    void removesAtOnceWhatItTold() throws Exception {
        fill();

        assertThat(gc())
                .isEqualTo(
                        new Ended(
                                0,
                                "removed: 2 blobs with 1.0 KiB, 4 links, 1 orphaned file with 2.0 KiB\n",
                                ""));

        assertThat(file(random(2, 1_000))).doesNotExist();
        assertThat(file(random(5, 2_048))).doesNotExist();
        assertThat(file(CONFIG)).exists();
        assertThat(file(random(4, 3_000))).exists();
        assertThat(gc().out())
                .isEqualTo(
                        "removed: 0 blobs with 0 bytes, 0 links, 0 orphaned files with 0 bytes\n");
    }

    @Test
    void leavesTheFolderOfAServerToThat() throws Exception {
        fill();
        try (var _ = server()) {
            var ended = gc();

            assertThat(ended.code()).isEqualTo(1);
            assertThat(ended.err())
                    .isEqualTo(
                            "berth: the data folder %s is held by another berth, which collects garbage of itself every 10m: --dry-run tells what there is\n"
                                    .formatted(data()));
            assertThat(gc("--dry-run").out()).contains("garbage: 2 blobs with 1.0 KiB");
        }
    }

    @Test
    void makesNoFolder() {
        for (var ended : List.of(gc(), gc("--dry-run"))) {
            assertThat(ended.code()).isEqualTo(1);
            assertThat(ended.err()).hasLineCount(1).contains("there is no database");
        }

        assertThat(data()).doesNotExist();
    }
}
