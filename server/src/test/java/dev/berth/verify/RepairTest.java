package dev.berth.verify;

import static dev.berth.verify.VerifiedFolder.bytes;
import static dev.berth.verify.VerifiedFolder.config;
import static dev.berth.verify.VerifiedFolder.digest;
import static dev.berth.verify.VerifiedFolder.key;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.blob.file.Quarantine;
import dev.berth.blob.file.StoredFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a repair does about blobs: their bytes and their rows. */
class RepairTest {
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

    @Test
    void movesDamagedBytesAwayAndDropsWhatNamesThem() throws Exception {
        folder.layer("alone");
        folder.layer(folder.create("other"), "alone");
        folder.spoil(digest("alone"));
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

    @Test
    void keepsEachOfSeveralDamagedCopies() throws Exception {
        for (int i = 0; i < 3; i++) {
            folder.layer("alone");
            folder.spoil(digest("alone"));
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
        folder.spoil(digest("alone"));
        new Quarantine(data).move(key(digest("alone")));

        assertThat(folder.repair()).containsExactly("dropped its row and 1 link");

        assertThat(folder.check()).isEmpty();
        assertThat(new StoredFiles(data).size(key(digest("alone")))).isEmpty();
        assertThat(new Quarantine(data).move(key(digest("alone")))).isEmpty();
        assertThat(folder.file(digest(config("one")))).exists();
    }
}
