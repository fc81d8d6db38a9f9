package dev.berth.verify;

import dev.berth.db.Tx;
import dev.berth.image.ManifestFacts;
import dev.berth.oci.Digest;
import dev.berth.problem.ProblemException;
import dev.berth.verify.Finding.Column;
import dev.berth.verify.ImageFactStore.Reference;
import dev.berth.verify.ImageFactStore.Row;
import dev.berth.verify.ImageFactStore.Use;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Compares the rows of images with their manifests, and looks for what they refer to. */
final class ImageCheck {
    private static final int PAGE = 100;
    private static final int USES = 1_000;
    private static final Use.Key FIRST = new Use.Key(0, "", "", "");

    private final Facts facts;
    private final Consumer<Finding> findings;
    private final ImageFactStore images = new ImageFactStore();

    ImageCheck(Facts facts, Consumer<Finding> findings) {
        this.facts = facts;
        this.findings = findings;
    }

    /** An image with what is wrong with it, both out of one snapshot. */
    private record CheckedImage(Row row, List<Finding> findings) {}

    private record CheckedUse(Use use, boolean lacking) {}

    /** How many there were. */
    long manifests() {
        return facts.<CheckedImage>each(
                "images",
                images::count,
                (tx, last) -> {
                    List<Row> page =
                            last == null
                                    ? images.list(tx, 0, "", PAGE)
                                    : images.list(
                                            tx,
                                            last.row().place().repositoryId(),
                                            last.row().digest().toString(),
                                            PAGE);
                    return page.stream().map(row -> new CheckedImage(row, check(tx, row))).toList();
                },
                page -> page.forEach(image -> image.findings().forEach(findings)));
    }

    private List<Finding> check(Tx tx, Row row) {
        long repository = row.place().repositoryId();
        Digest digest = row.digest();
        ByteBuffer manifest = images.manifest(tx, repository, digest);
        Digest actual = Digest.of(digest.algorithm(), manifest);
        if (!actual.equals(digest)) {
            return List.of(new Finding.ManifestDamaged(row.place(), digest, actual));
        }
        ManifestFacts inManifest;
        try {
            inManifest = ManifestFacts.of(manifest, row.mediaType());
        } catch (ProblemException e) {
            return List.of(new Finding.ManifestRefused(row.place(), digest, e.problem().message()));
        }
        var found = new ArrayList<Finding>();
        references(row, inManifest, images.references(tx, repository, digest), found);
        Digest subject = inManifest.subject();
        column(
                row,
                Column.SUBJECT,
                row.subject(),
                subject == null ? null : subject.toString(),
                found);
        column(
                row,
                Column.ARTIFACT_MEDIA_TYPE,
                row.artifactMediaType(),
                inManifest.artifactMediaType(),
                found);
        return found;
    }

    private static void references(
            Row row, ManifestFacts inManifest, Set<Reference> rows, List<Finding> found) {
        Set<Reference> due =
                inManifest.references().stream()
                        .map(to -> new Reference(to.kind(), to.target().toString()))
                        .collect(Collectors.toSet());
        for (Reference to : due) {
            if (!rows.contains(to)) {
                found.add(
                        new Finding.ReferenceMissing(
                                row.place(), row.digest(), to.kind(), Digest.parse(to.target())));
            }
        }
        for (Reference to : rows) {
            if (!due.contains(to)) {
                found.add(
                        new Finding.ReferenceExtra(
                                row.place(), row.digest(), to.kind(), to.target()));
            }
        }
    }

    private static void column(
            Row row,
            Column column,
            @Nullable String value,
            @Nullable String inManifest,
            List<Finding> found) {
        if (!Objects.equals(value, inManifest)) {
            found.add(
                    new Finding.ImageFactWrong(
                            row.place(), row.digest(), column, value, inManifest));
        }
    }

    /** Whether all that images refer to is here. */
    void completeness() {
        facts.<CheckedUse>each(
                "references",
                images::countReferences,
                (tx, last) ->
                        images.uses(tx, last == null ? FIRST : last.use().key(), USES).stream()
                                .map(use -> new CheckedUse(use, isLacking(tx, use)))
                                .toList(),
                page ->
                        page.stream()
                                .filter(CheckedUse::lacking)
                                .map(CheckedUse::use)
                                .map(ImageCheck::lacking)
                                .forEach(findings));
    }

    private static Finding lacking(Use use) {
        return use.ended()
                ? new Finding.LinkCondemned(use.place(), use.target())
                : new Finding.ImageIncomplete(use.place(), use.digest(), use.kind(), use.target());
    }

    /** Only the manifest says whether something may lie elsewhere. */
    private boolean isLacking(Tx tx, Use use) {
        if (use.satisfied()) {
            return false;
        }
        ByteBuffer manifest = images.manifest(tx, use.place().repositoryId(), use.digest());
        try {
            return ManifestFacts.of(manifest, use.mediaType()).references().stream()
                    .anyMatch(to ->
                            to.needed()
                                    && to.kind().equals(use.kind())
                                    && to.target().equals(use.target()));
        } catch (ProblemException _) {
            return false; // which is a finding of its own
        }
    }
}
