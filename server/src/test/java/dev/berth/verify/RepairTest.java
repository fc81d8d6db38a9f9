package dev.berth.verify;

import static dev.berth.verify.VerifiedFolder.NAME;
import static dev.berth.verify.VerifiedFolder.bytes;
import static dev.berth.verify.VerifiedFolder.config;
import static dev.berth.verify.VerifiedFolder.digest;
import static dev.berth.verify.VerifiedFolder.key;
import static dev.berth.verify.VerifiedFolder.manifest;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.blob.file.Quarantine;
import dev.berth.blob.file.StoredFiles;
import dev.berth.oci.Digest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RepairTest {
    private static final Place PLACE = new Place(1, NAME);

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

    private long version() {
        return folder.database.read(tx ->
                tx.sql()
                        .createQuery("SELECT version FROM repository WHERE id = 1")
                        .mapTo(Long.class)
                        .one());
    }

    private static void spoil(Path file) throws Exception {
        byte[] bytes = Files.readAllBytes(file);
        bytes[0] ^= 1;
        Files.write(file, bytes);
    }

    @Test
    void movesDamagedBytesAwayAndDropsWhatNamesThem() throws Exception {
        folder.layer("alone");
        folder.layer(folder.create("other"), "alone");
        spoil(folder.file(digest("alone")));
        byte[] damaged = Files.readAllBytes(folder.file(digest("alone")));
        long version = version();

        var done = folder.repair();

        Path kept = data.resolve("quarantine/sha256-" + digest("alone").hex());
        assertThat(done).containsExactly("dropped its row and 2 links; moved its file to " + kept);
        assertThat(kept).hasBinaryContent(damaged);
        assertThat(folder.file(digest("alone"))).doesNotExist();
        assertThat(version()).isGreaterThan(version);
        assertThat(folder.check()).isEmpty();
    }

    @Test
    void keepsDamagedBytesOfARowAndDropsWhatNamesThem() throws Exception {
        var blob = folder.layer("x");
        folder.sql("UPDATE blob SET content = ? WHERE digest = ?", bytes("y"), blob + "");

        var done = folder.repair();

        Path kept = data.resolve("quarantine/sha256-" + blob.hex());
        assertThat(done).containsExactly("dropped its row and 1 link; kept its bytes as " + kept);
        assertThat(kept).hasContent("y");
        assertThat(folder.check()).isEmpty();
    }

    /** Pushed by a berth that knew no small blobs, and again by this one. */
    @Test
    void takesTheFileOfDamagedBytesOfARow() throws Exception {
        var blob = folder.layer("x");
        Files.createDirectories(folder.file(blob).getParent());
        Files.writeString(folder.file(blob), "x");
        folder.sql("UPDATE blob SET content = ? WHERE digest = ?", bytes("yy"), blob + "");

        var done = folder.repair();

        Path kept = data.resolve("quarantine/sha256-" + blob.hex());
        assertThat(done)
                .containsExactly(
                        "took the bytes of its file instead; kept those of its row as " + kept);
        assertThat(folder.check()).isEmpty();
    }

    @Test
    void leavesNoWrongFileBesideADroppedRow() throws Exception {
        var blob = folder.layer("x");
        Files.createDirectories(folder.file(blob).getParent());
        Files.writeString(folder.file(blob), "z");
        folder.sql("UPDATE blob SET content = ? WHERE digest = ?", bytes("y"), blob + "");

        folder.repair();

        assertThat(folder.file(blob)).doesNotExist();
        assertThat(data.resolve("quarantine")).isDirectoryContaining("glob:**.2");
    }

    @Test
    void setsTheSizeOfARowWhoseBytesAreRight() {
        var blob = folder.layer("x");
        folder.sql("UPDATE blob SET size = 2 WHERE digest = ?", blob + "");
        folder.sql("UPDATE repository_blob SET size = 2 WHERE digest = ?", blob + "");

        assertThat(folder.repair())
                .containsExactly(
                        "set its size to 1, since the bytes are right", "set the size to 1");
        assertThat(folder.check()).isEmpty();
    }

    @Test
    void dropsTheRowOfBytesThatAreGone() throws Exception {
        folder.layer("alone");
        Files.delete(folder.file(digest("alone")));

        assertThat(folder.repair()).containsExactly("dropped its row and 1 link");

        assertThat(folder.check()).isEmpty();
    }

    /** The image stays: no repair knows its layer, but whoever pushes it again does. */
    @Test
    void anImageThatLostALayerIsCompleteOnceItIsPushedAgain() throws Exception {
        spoil(folder.file(digest("one")));

        assertThat(folder.repair()).hasSize(2).endsWith("nothing");
        var lacking =
                new Finding.ImageIncomplete(PLACE, digest(manifest("one")), "LAYER", digest("one"));
        assertThat(folder.check()).containsExactly(lacking);

        folder.image("one", "v1");
        assertThat(folder.check()).isEmpty();
    }

    @Test
    void keepsEachOfSeveralDamagedCopies() throws Exception {
        for (int i = 0; i < 3; i++) {
            folder.layer("alone");
            spoil(folder.file(digest("alone")));
            folder.repair();
        }

        Path kept = data.resolve("quarantine/sha256-" + digest("alone").hex());
        assertThat(kept).exists();
        assertThat(Path.of(kept + ".2")).exists();
        assertThat(Path.of(kept + ".3")).exists();
    }

    @Test
    void writesTheRowOfABlobAgainWhoseBytesAreThere() {
        folder.sql("DELETE FROM blob WHERE digest = ?", digest("one").toString());

        assertThat(folder.repair())
                .containsExactly("wrote the row again, since the bytes are there");

        assertThat(folder.check()).isEmpty();
    }

    @Test
    void dropsALinkThatLeadsNowhere() throws Exception {
        folder.layer("alone");
        folder.sql("DELETE FROM blob WHERE digest = ?", digest("alone").toString());
        Files.delete(folder.file(digest("alone")));

        assertThat(folder.repair()).containsExactly("dropped the link");

        assertThat(folder.check()).isEmpty();
    }

    @Test
    void movesABadFileThatNoRowNamesAway() throws Exception {
        Path file = folder.file(digest("orphan"));
        Files.createDirectories(file.getParent());
        Files.writeString(file, "orphaN");

        assertThat(folder.repair()).hasSize(1).first().asString().startsWith("moved it to ");

        assertThat(folder.check()).isEmpty();
        folder.layer("orphan");
        assertThat(folder.file(digest("orphan"))).hasContent("orphan");
    }

    @Test
    void correctsWhatLinksSay() {
        folder.sql("UPDATE repository_blob SET size = 99, condemned_at = 1");

        assertThat(folder.repair()).hasSize(4).doesNotContain("nothing");

        assertThat(folder.check()).isEmpty();
    }

    @Test
    void takesAnImageAwayWhoseManifestIsDamagedAndKeepsTheBytes() throws Exception {
        Digest index = folder.index(List.of(manifest("one")), "index");
        folder.sql(
                "UPDATE image SET manifest = CAST(manifest || ' ' AS BLOB) WHERE digest = ?",
                digest(manifest("one")).toString());

        var done = folder.repair();

        Path kept = data.resolve("quarantine/manifest-1-" + digest(manifest("one")).hex());
        assertThat(done)
                .containsExactly(
                        "dropped the image and its tags latest, v1; kept its manifest as " + kept,
                        "nothing");
        assertThat(kept).hasContent(manifest("one") + " ");
        assertThat(folder.check())
                .containsExactly(
                        new Finding.ImageIncomplete(
                                PLACE, index, "CHILD", digest(manifest("one"))));
        folder.image("one", "v1");
        assertThat(folder.check()).isEmpty();
    }

    @Test
    void theLayersOfAnImageThatIsTakenAwayStayForAGrace() throws Exception {
        folder.sql(
                "UPDATE repository_blob SET wanted_at = 1, condemned_at = 1 WHERE digest = ?",
                digest(config("one")).toString());
        folder.sql(
                "UPDATE image SET manifest = CAST(manifest || ' ' AS BLOB) WHERE digest = ?",
                digest(manifest("one")).toString());

        folder.repair();
        folder.features.collection().run();

        assertThat(folder.features.layers().find(folder.repository, digest(config("one"))))
                .isPresent();
    }

    @Test
    void keepsRightBytesWhoseRowSaysAnotherSize() throws Exception {
        folder.sql(
                "UPDATE blob SET size = size + 1 WHERE digest = ?",
                digest(config("one")).toString());

        assertThat(folder.repair())
                .containsExactly(
                        "set its size to %d, since the bytes are right"
                                .formatted(Files.size(folder.file(digest(config("one"))))));

        assertThat(folder.check()).isEmpty();
    }

    @Test
    void writesReferencesAsTheManifestHasThem() {
        folder.sql("DELETE FROM image_reference WHERE kind = 'LAYER'");
        folder.sql(
                "INSERT INTO image_reference VALUES (1, ?, 'SUBJECT', ?)",
                digest(manifest("one")).toString(),
                digest("nothing").toString());
        folder.sql("UPDATE image SET artifact_media_type = NULL, subject = 'sha256:0'");

        assertThat(folder.repair()).hasSize(4).doesNotContain("nothing");

        assertThat(folder.check()).isEmpty();
    }

    @Test
    void dropsTagsThatPointNowhereAndCountsAgain() {
        folder.sql("UPDATE image_tag SET digest = ? WHERE tag = 'v1'", digest("nothing") + "");
        folder.sql("UPDATE repository SET image_count = 5");
        folder.sql("UPDATE counter SET number = 7 WHERE name LIKE 'repositories/%'");

        assertThat(folder.repair())
                .containsExactly("dropped the tag", "counted them again", "counted them again");

        assertThat(folder.check()).isEmpty();
    }

    @Test
    void dropsRowsOfWhatIsGone() throws Exception {
        var gone = folder.create("gone");
        folder.image(gone, "of gone", "v1");
        folder.features.uploads().start(gone);
        folder.features.uploads().rows().writeBegun();
        folder.sql("INSERT INTO repository_tag VALUES (2, 'a', 'b')");
        folder.sql("DELETE FROM repository WHERE id = 2");
        folder.sql("UPDATE counter SET number = 1 WHERE name LIKE 'repositories/%'");
        folder.sql("DELETE FROM image WHERE repository_id = 1");
        folder.sql(
                "INSERT INTO image_archive (repository_id, digest, archived_at) VALUES (1,'a',1)");

        assertThat(folder.repair()).doesNotContain("nothing");

        assertThat(folder.check()).isEmpty();
    }

    @Test
    void leavesAloneWhatOnlyAServerShouldRemove() throws Exception {
        Path file = folder.file(digest("orphan"));
        Files.createDirectories(file.getParent());
        Files.writeString(file, "orphan");

        assertThat(folder.repair()).isEmpty();

        assertThat(file).exists();
    }

    @Test
    void repairsWhatAnEarlierRunBrokeOffAt() throws Exception {
        folder.layer("alone");
        spoil(folder.file(digest("alone")));
        new Quarantine(data).move(key(digest("alone")));

        assertThat(folder.repair()).containsExactly("dropped its row and 1 link");

        assertThat(folder.check()).isEmpty();
        assertThat(new StoredFiles(data).size(key(digest("alone")))).isEmpty();
        assertThat(new Quarantine(data).move(key(digest("alone")))).isEmpty();
        assertThat(folder.file(digest(config("one")))).exists();
    }
}
