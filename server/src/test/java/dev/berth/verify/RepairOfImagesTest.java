package dev.berth.verify;

import static dev.berth.verify.VerifiedFolder.NAME;
import static dev.berth.verify.VerifiedFolder.config;
import static dev.berth.verify.VerifiedFolder.digest;
import static dev.berth.verify.VerifiedFolder.manifest;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.oci.Digest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a repair does about links and images, their references, tags and counts. */
class RepairOfImagesTest {
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

    /** The image stays: no repair knows its layer, but whoever pushes it again does. */
    @Test
    void anImageThatLostALayerIsCompleteOnceItIsPushedAgain() throws Exception {
        folder.spoil(digest("one"));

        assertThat(folder.repair()).hasSize(2).endsWith("nothing");
        var lacking =
                new Finding.ImageIncomplete(PLACE, digest(manifest("one")), "LAYER", digest("one"));
        assertThat(folder.check()).containsExactly(lacking);

        folder.image("one", "v1");
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
}
