package dev.berth.verify;

import static dev.berth.verify.VerifiedFolder.NAME;
import static dev.berth.verify.VerifiedFolder.config;
import static dev.berth.verify.VerifiedFolder.digest;
import static dev.berth.verify.VerifiedFolder.manifest;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.oci.Digest;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a check says of images, their manifests and what these name. */
class VerificationOfImagesTest {
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

    private void findsAlone(Finding finding, String line) {
        assertThat(folder.check()).containsExactly(finding);
        assertThat(finding.line()).isEqualTo(line).hasLineCount(1);
    }

    @Test
    void findsAnImageThatLacksALayer() {
        folder.sql("DELETE FROM repository_blob WHERE digest = ?", digest("one").toString());

        findsAlone(
                new Finding.ImageIncomplete(PLACE, digest(manifest("one")), "LAYER", digest("one")),
                "%s@%s: it lacks its LAYER %s: push it again, or delete it"
                        .formatted(NAME, digest(manifest("one")), digest("one")));
    }

    @Test
    void takesAnIncompleteImageOfARepositoryThatAllowsThem() {
        folder.sql("DELETE FROM repository_blob WHERE digest = ?", digest("one").toString());
        folder.sql("INSERT INTO repository_tag VALUES (1, 'berth:allow-sparse', 'true')");

        assertThat(folder.check()).isEmpty();
    }

    /** Layers with addresses of their own, and subjects, need not be here. */
    @Test
    void takesAnImageWhoseOtherPartsMayLieElsewhere() {
        folder.manifest(
                folder.repository,
                """
                {"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json",
                 "config":%s,
                 "layers":[{"mediaType":"application/vnd.oci.image.layer.v1.tar","size":3,
                            "digest":"%s","urls":["http://example.com/layer"]}],
                 "subject":{"mediaType":"application/vnd.oci.image.manifest.v1+json","size":3,
                            "digest":"%s"}}
                """
                        .formatted(
                                VerifiedFolder.descriptor(
                                        "text/plain", VerifiedFolder.bytes(config("one"))),
                                digest("elsewhere"),
                                digest("no image")));

        assertThat(folder.check()).isEmpty();
    }

    @Test
    void findsAnIndexThatLacksAChild() {
        Digest index = folder.index(List.of(manifest("one")));
        for (String table : List.of("image_tag", "image_reference", "image")) {
            folder.sql("DELETE FROM " + table + " WHERE digest = ?", digest(manifest("one")) + "");
        }
        folder.sql("UPDATE repository SET image_count = 1");

        assertThat(folder.check())
                .containsExactly(
                        new Finding.ImageIncomplete(
                                PLACE, index, "CHILD", digest(manifest("one"))));
    }

    @Test
    void findsAChangedManifest() {
        folder.sql("UPDATE image SET manifest = CAST(REPLACE(manifest, 'one', 'two') AS BLOB)");
        folder.sql("UPDATE image SET manifest = CAST(manifest || ' ' AS BLOB)");

        Digest actual = digest(manifest("one") + " ");
        findsAlone(
                new Finding.ManifestDamaged(PLACE, digest(manifest("one")), actual),
                "%s@%s: its manifest has the digest %s"
                        .formatted(NAME, digest(manifest("one")), actual));
    }

    @Test
    void findsAManifestThatIsNotUnderstood() {
        folder.sql("UPDATE image SET media_type = 'text/plain'");

        assertThat(folder.check())
                .singleElement()
                .isInstanceOf(Finding.ManifestRefused.class)
                .extracting(Finding::line)
                .asString()
                .contains("its manifest is not understood: ");
    }

    @Test
    void findsAMissingRowOfAReference() {
        folder.sql("DELETE FROM image_reference WHERE kind = 'LAYER'");

        findsAlone(
                new Finding.ReferenceMissing(
                        PLACE, digest(manifest("one")), "LAYER", digest("one")),
                "%s@%s: the row of its reference LAYER %s is missing"
                        .formatted(NAME, digest(manifest("one")), digest("one")));
    }

    @Test
    void findsAnExtraRowOfAReference() {
        folder.sql(
                "INSERT INTO image_reference VALUES (1, ?, 'SUBJECT', ?)",
                digest(manifest("one")).toString(),
                digest("nothing").toString());

        findsAlone(
                new Finding.ReferenceExtra(
                        PLACE, digest(manifest("one")), "SUBJECT", digest("nothing") + ""),
                "%s@%s: the row of a reference SUBJECT %s is not in its manifest"
                        .formatted(NAME, digest(manifest("one")), digest("nothing")));
    }

    @Test
    void findsWhatARowSaysOtherThanItsManifest() {
        folder.sql("UPDATE image SET artifact_media_type = 'text/plain', subject = 'sha256:0'");

        assertThat(folder.check())
                .extracting(Finding::line)
                .containsExactly(
                        "%s@%s: its row says that its subject is sha256:0, and its manifest nothing"
                                .formatted(NAME, digest(manifest("one"))),
                        "%s@%s: its row says that its artifact media type is text/plain, and its manifest %s"
                                .formatted(
                                        NAME,
                                        digest(manifest("one")),
                                        "application/vnd.oci.image.config.v1+json"));
    }

    @Test
    void findsATagThatPointsNowhere() {
        folder.sql("UPDATE image_tag SET digest = ? WHERE tag = 'v1'", digest("nothing") + "");

        findsAlone(
                new Finding.TagWithoutImage(PLACE, "v1", digest("nothing") + ""),
                "%s:v1: the tag points at %s, which is not here"
                        .formatted(NAME, digest("nothing")));
    }

    @Test
    void findsWrongCounts() {
        folder.sql("UPDATE repository SET image_count = 5");
        folder.sql("UPDATE counter SET number = 7 WHERE name LIKE 'repositories/%'");
        folder.sql("INSERT INTO counter VALUES ('repositories/111111111111/us-east-1', 2)");

        assertThat(folder.check())
                .extracting(Finding::line)
                .containsExactlyInAnyOrder(
                        NAME + ": it counts 5 images and has 1",
                        "registry 000000000000/us-east-1: it counts 7 repositories and has 1",
                        "registry 111111111111/us-east-1: it counts 2 repositories and has 0");
    }

    @Test
    void findsRowsOfARepositoryThatIsGone() {
        var gone = folder.create("gone");
        folder.image(gone, "of gone", "v1");
        folder.features.uploads().start(gone);
        folder.features.uploads().rows().writeBegun();
        folder.sql("INSERT INTO repository_tag VALUES (2, 'a', 'b')");
        folder.sql("DELETE FROM repository WHERE id = 2");
        folder.sql("UPDATE counter SET number = 1 WHERE name LIKE 'repositories/%'");

        assertThat(folder.check())
                .extracting(Finding::line)
                .containsExactly(
                        "table image: 1 row that belong to no repository",
                        "table repository_blob: 2 rows that belong to no repository",
                        "table upload: 1 row that belong to no repository",
                        "table repository_tag: 1 row that belong to no repository");
    }

    @Test
    void findsRowsOfAnImageThatIsGone() {
        folder.sql(
                "INSERT INTO image_archive (repository_id, digest, archived_at) VALUES (1,'a',1)");
        folder.sql("DELETE FROM image");
        folder.sql("DELETE FROM image_tag");
        folder.sql("UPDATE repository SET image_count = 0");

        assertThat(folder.check())
                .extracting(Finding::line)
                .containsExactly(
                        "table image_reference: 2 rows that belong to no image",
                        "table image_archive: 1 row that belong to no image");
    }
}
