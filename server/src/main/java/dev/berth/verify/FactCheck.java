package dev.berth.verify;

import dev.berth.image.ImageState;
import dev.berth.verify.LinkFactStore.Link;
import dev.berth.verify.LinkFactStore.Pointer;
import dev.berth.verify.PlaceStore.Images;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** Compares facts with facts: what links, tags and counters say with what is there. */
final class FactCheck {
    private static final int PAGE = 1_000;
    private static final int REPOSITORIES = 100;
    static final List<String> COUNTED =
            Arrays.stream(ImageState.values()).filter(ImageState::counts).map(Enum::name).toList();

    private final Facts facts;
    private final Consumer<Finding> findings;
    private final LinkFactStore links = new LinkFactStore();
    private final PlaceStore places = new PlaceStore();

    FactCheck(Facts facts, Consumer<Finding> findings) {
        this.facts = facts;
        this.findings = findings;
    }

    void rowsWithoutOwner() {
        for (Dependents rows : Dependents.values()) {
            long count = facts.read(tx -> places.countWithoutOwner(tx, rows));
            if (count > 0) {
                findings.accept(new Finding.RowsWithoutOwner(rows, count));
            }
        }
    }

    void links() {
        facts.<Link>each(
                "links",
                links::count,
                (tx, last) ->
                        last == null
                                ? links.list(tx, 0, "", PAGE)
                                : links.list(
                                        tx,
                                        last.place().repositoryId(),
                                        last.key().digest().toString(),
                                        PAGE),
                page -> page.forEach(this::check));
    }

    private void check(Link link) {
        var digest = link.key().digest();
        OptionalLong blob = link.blobSize();
        if (blob.isEmpty()) {
            findings.accept(new Finding.LinkWithoutBlob(link.place(), link.key()));
        } else if (blob.getAsLong() != link.size()) {
            findings.accept(
                    new Finding.LinkSizeWrong(link.place(), digest, link.size(), blob.getAsLong()));
        }
    }

    void tags() {
        facts.<Pointer>each(
                "tags",
                links::countTags,
                (tx, last) ->
                        last == null
                                ? links.tags(tx, 0, "", PAGE)
                                : links.tags(tx, last.place().repositoryId(), last.tag(), PAGE),
                page ->
                        page.stream()
                                .filter(Pointer::leadsNowhere)
                                .map(tag ->
                                        new Finding.TagWithoutImage(
                                                tag.place(), tag.tag(), tag.digest()))
                                .forEach(findings));
    }

    void counts() {
        facts.<Images>each(
                "repositories",
                places::count,
                (tx, last) ->
                        places.images(
                                tx,
                                last == null ? 0 : last.place().repositoryId(),
                                COUNTED,
                                REPOSITORIES),
                page ->
                        page.stream()
                                .filter(images -> images.count() != images.actual())
                                .map(images ->
                                        new Finding.ImageCountWrong(
                                                images.place(), images.count(), images.actual()))
                                .forEach(findings));
        facts.read(places::wrongRegistries).stream()
                .map(wrong ->
                        new Finding.RepositoryCountWrong(
                                wrong.registry(), wrong.count(), wrong.actual()))
                .forEach(findings);
    }
}
