package dev.berth.verify;

import static dev.berth.verify.VerifiedFolder.NAME;
import static dev.berth.verify.VerifiedFolder.bytes;
import static dev.berth.verify.VerifiedFolder.config;
import static dev.berth.verify.VerifiedFolder.digest;
import static dev.berth.verify.VerifiedFolder.key;
import static dev.berth.verify.VerifiedFolder.manifest;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.blob.file.StoredFiles;
import dev.berth.db.DbConfig;
import dev.berth.db.SqliteDatabase;
import dev.berth.image.ImageRemoval;
import dev.berth.oci.Digest;
import dev.berth.oci.Tag;
import dev.berth.verify.Finding.BlobDamaged;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerificationTest {
    private static final Place PLACE = new Place(1, NAME);
    private static final LinkedFrom HERE = new LinkedFrom(1, List.of(NAME));

    @TempDir private Path data;
    private VerifiedFolder folder;

    @BeforeEach
    void fill() {
        folder = new VerifiedFolder(data);
        folder.image("one", "v1", "latest");
    }

    @AfterEach
    void close() throws Exception {
        folder.close();
    }

    private void findsAlone(Finding finding, String line) {
        assertThat(folder.check()).containsExactly(finding);
        assertThat(finding.line()).isEqualTo(line).hasLineCount(1);
    }

    @Test
    void aFolderAfterMuchUseIsClean() {
        for (int i = 0; i < 30; i++) {
            folder.image("image " + i % 20, "tag" + i % 7);
        }
        folder.index(List.of(manifest("image 1"), manifest("image 2")), "index");
        var other = folder.create("other");
        folder.image(other, "one", "v1");
        folder.layer(other, "linked alone");
        var upload = folder.features.uploads().start(folder.repository);
        folder.features
                .removal()
                .remove(
                        folder.repository,
                        List.of(
                                new ImageRemoval.Target.ByDigest(digest(manifest("image 5"))),
                                new ImageRemoval.Target.TagOnly(new Tag("latest"))),
                        VerifiedFolder.ACTOR);
        var gone = folder.create("gone");
        folder.image(gone, "of gone", "v1");
        folder.features
                .repositories()
                .delete(VerifiedFolder.REGISTRY, gone.name(), true, VerifiedFolder.ACTOR);

        assertThat(upload.id()).isNotEmpty();
        assertThat(folder.check()).isEmpty();
        assertThat(folder.check(true, Duration.ZERO)).isEmpty();
    }

    @Test
    void goesThroughMoreThanAPageOfEverything() throws Exception {
        List<String> texts = ManyImages.fill(folder, 1_100);
        assertThat(folder.check()).isEmpty();

        String last =
                texts.stream().max(Comparator.comparing(text -> digest(text).hex())).orElseThrow();
        folder.spoil(digest(last));
        folder.sql("UPDATE repository_blob SET size = 99 WHERE digest = ?", digest(last) + "");
        folder.sql("UPDATE image_tag SET digest = 'sha256:0' WHERE tag = 't1099'");
        folder.sql(
                """
                DELETE FROM image_reference
                 WHERE kind = 'LAYER' AND digest = (SELECT MAX(digest) FROM image)
                """);

        assertThat(folder.check())
                .hasExactlyElementsOfTypes(
                        BlobDamaged.class,
                        Finding.LinkSizeWrong.class,
                        Finding.ReferenceMissing.class,
                        Finding.TagWithoutImage.class);
    }

    @Test
    void findsAFlippedBit() throws Exception {
        folder.spoil(digest("one"));

        Digest actual = digest(Files.readString(folder.file(digest("one"))));
        findsAlone(
                new BlobDamaged(key(digest("one")), new Damage.WrongDigest(actual), HERE),
                "blob %s: its bytes have the digest %s (linked by %s)"
                        .formatted(digest("one"), actual, NAME));
        assertThat(folder.check(true, Duration.ZERO)).as("by sizes alone").isEmpty();
    }

    @Test
    void findsATruncatedFileByItsSizeAlone() throws Exception {
        Files.writeString(folder.file(digest("one")), "o");

        findsAlone(
                new BlobDamaged(key(digest("one")), new Damage.WrongSize(1, 3), HERE),
                "blob %s: its file has 1 bytes, not 3 (linked by %s)"
                        .formatted(digest("one"), NAME));
        assertThat(folder.check(true, Duration.ZERO)).hasSize(1);
    }

    @Test
    void findsAMissingFile() throws Exception {
        for (String name : List.of("d/two", "c/two", "b/two", "a/two")) {
            folder.layer(folder.create(name), "one");
        }
        Files.delete(folder.file(digest("one")));

        var finding = folder.check(true, Duration.ZERO).getFirst();

        assertThat(folder.check()).containsExactly(finding);
        assertThat(finding.line())
                .isEqualTo(
                        "blob %s: its file is missing (linked by %s and 2 more)"
                                .formatted(
                                        digest("one"),
                                        "000000000000/us-east-1/a/two, 000000000000/us-east-1/b/two,"
                                                + " 000000000000/us-east-1/c/two"));
    }

    @Test
    void findsAFolderInPlaceOfAFile() throws Exception {
        Path file = folder.file(digest("one"));
        Files.delete(file);
        Files.createDirectory(file);

        assertThat(folder.check())
                .containsExactly(new BlobDamaged(key(digest("one")), new Damage.Missing(), HERE));
    }

    @Test
    void findsAFileThatTheDiskDoesNotGive() {
        Path broken = folder.file(digest("one"));
        folder.files =
                new StoredFiles(
                        data,
                        file -> {
                            if (file.equals(broken)) {
                                throw new IOException("Input/output error");
                            }
                            return FileChannel.open(file, StandardOpenOption.READ);
                        });

        findsAlone(
                new Finding.BlobUnreadable(
                        key(digest("one")), "java.io.IOException: Input/output error", HERE),
                "blob %s: its file cannot be read: java.io.IOException: Input/output error (linked by %s)"
                        .formatted(digest("one"), NAME));
        assertThat(folder.repair()).containsExactly("nothing");
    }

    @Test
    void findsALinkWithoutItsBlobAndTheFileThatNoRowNames() {
        folder.sql("DELETE FROM blob WHERE digest = ?", digest("one").toString());

        var findings = folder.check();

        assertThat(findings)
                .containsExactly(
                        new Finding.LinkWithoutBlob(PLACE, key(digest("one"))),
                        new Finding.OrphanFile(folder.file(digest("one")), 3));
        assertThat(findings.getFirst().line())
                .isEqualTo(
                        "%s: its link to blob %s leads nowhere: the blob has no row"
                                .formatted(NAME, digest("one")));
    }

    @Test
    void findsALinkOfAnotherSize() {
        folder.sql("UPDATE repository_blob SET size = 4 WHERE digest = ?", digest("one") + "");

        findsAlone(
                new Finding.LinkSizeWrong(PLACE, digest("one"), 4, 3),
                "%s: its link says that blob %s has 4 bytes, not 3".formatted(NAME, digest("one")));
    }

    @Test
    void findsALinkThatEndedUnderAManifest() {
        folder.layer("alone");
        folder.sql("UPDATE repository_blob SET condemned_at = 1");

        assertThat(folder.check())
                .containsExactlyInAnyOrder(
                        new Finding.LinkCondemned(PLACE, digest("one")),
                        new Finding.LinkCondemned(PLACE, digest(config("one"))));
    }

    @Test
    void findsAFlippedBitOfBytesThatLieInTheirRow() {
        var blob = folder.layer("x");
        folder.sql("UPDATE blob SET content = ? WHERE digest = ?", bytes("y"), blob + "");

        assertThat(folder.check(true, Duration.ZERO)).isEmpty();
        findsAlone(
                new BlobDamaged(key(blob), new Damage.WrongDigest(digest("y")), HERE),
                "blob %s: its bytes have the digest %s (linked by %s)"
                        .formatted(blob, digest("y"), NAME));
    }

    @Test
    void findsTruncatedBytesThatLieInTheirRow() {
        var blob = folder.layer("x");
        folder.sql("UPDATE blob SET content = ? WHERE digest = ?", bytes(""), blob + "");

        assertThat(folder.check(true, Duration.ZERO)).hasSize(1);
        findsAlone(
                new BlobDamaged(key(blob), new Damage.WrongSizeInRow(0, 1), HERE),
                "blob %s: its row holds 0 bytes, not 1 (linked by %s)".formatted(blob, NAME));
    }

    /** Garbage collection gives such a link back when it comes to it. */
    @Test
    void takesAnEndedLinkUnderAManifestThatDoesNotNeedIt() {
        folder.layer("elsewhere");
        folder.manifest(
                folder.repository,
                """
                {"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json",
                 "config":%s,
                 "layers":[{"mediaType":"application/vnd.oci.image.layer.v1.tar","size":9,
                            "digest":"%s","urls":["http://example.com/layer"]}]}
                """
                        .formatted(
                                VerifiedFolder.descriptor(
                                        "text/plain", VerifiedFolder.bytes(config("one"))),
                                digest("elsewhere")));
        folder.sql(
                "UPDATE repository_blob SET condemned_at = 1 WHERE digest = ?",
                digest("elsewhere").toString());

        assertThat(folder.check()).isEmpty();
    }

    @Test
    void findsDamageInTheStoreItself() throws Exception {
        folder.close();
        folder.spoilTable("outbox");

        var findings = new ArrayList<Finding>();
        try (var database = SqliteDatabase.openReadOnly(DbConfig.in(data))) {
            new Verification(
                            database,
                            new StoredFiles(data),
                            InstantSource.system(),
                            new Verification.Settings(true, Duration.ZERO),
                            Progress.none())
                    .run(findings::add);
        }

        assertThat(findings)
                .isNotEmpty()
                .allSatisfy(finding ->
                        assertThat(finding.line()).startsWith("the metadata store is damaged: "));
    }

    @Test
    void tellsOfAFileThatNoRowNames() throws Exception {
        Path file = folder.file(digest("orphan"));
        Files.createDirectories(file.getParent());
        Files.writeString(file, "orphan");

        findsAlone(
                new Finding.OrphanFile(file, 6),
                "file %s: left over, no row names it (6 bytes)".formatted(file));
    }

    @Test
    void findsAFileThatNoRowNamesWithOtherBytesThanItsName() throws Exception {
        Path file = folder.file(digest("orphan"));
        Files.createDirectories(file.getParent());
        Files.writeString(file, "orphaN");

        findsAlone(
                new Finding.OrphanDamaged(
                        key(digest("orphan")), file, new Damage.WrongDigest(digest("orphaN"))),
                "file %s: its bytes have the digest %s, and no row names it"
                        .formatted(file, digest("orphaN")));
    }

    /** Bytes come before the row that names them. */
    @Test
    void doesNotJudgeFilesThatHaveJustCome() throws Exception {
        Path file = folder.file(digest("orphan"));
        Files.createDirectories(file.getParent());
        Files.writeString(file, "orphan");
        Files.createDirectories(data.resolve("staging"));
        Files.writeString(data.resolve("staging/in-flight"), "bytes");

        assertThat(folder.check(false, Verification.REST)).isEmpty();
    }

    @Test
    void tellsOfStrangeFilesAndOfStagingsThatNoUploadHas() throws Exception {
        Path stray = Files.writeString(data.resolve("blobs/default/sha256/notes"), "hello");
        Files.createDirectories(data.resolve("staging"));
        Path left = Files.writeString(data.resolve("staging/left"), "bytes");
        var upload = folder.features.uploads().start(folder.repository);
        folder.features.uploads().rows().writeBegun();
        Files.writeString(data.resolve("staging").resolve(upload.id()), "bytes");

        assertThat(folder.check())
                .containsExactly(new Finding.StrayFile(stray, 5), new Finding.StagingLeft(left, 5));
    }

    @Test
    void changesNothing() throws Exception {
        folder.spoil(digest("one"));
        folder.sql("DELETE FROM blob WHERE digest = ?", digest(config("one")) + "");
        folder.sql("UPDATE repository SET image_count = 5");
        folder.sql("UPDATE image_tag SET digest = 'sha256:0' WHERE tag = 'v1'");

        List<Finding> first = folder.check();

        assertThat(first).hasSize(5);
        assertThat(folder.check()).isEqualTo(first);
        assertThat(data.resolve("quarantine")).doesNotExist();
    }
}
