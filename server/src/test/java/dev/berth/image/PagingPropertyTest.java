package dev.berth.image;

import static dev.berth.image.ImageFixture.ACTIVE;
import static dev.berth.image.ImageFixture.ACTOR;
import static dev.berth.image.ImageFixture.image;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.image.ImageRemoval.Target;
import dev.berth.oci.Digest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;

/** Whoever turns pages while others push and delete sees, once, what was there all the time. */
class PagingPropertyTest {
    private static final int IMAGES = 12;

    /** Pushes or deletes one of a few images, whichever it is not now. */
    record Change(int image) {}

    @Provide
    Arbitrary<List<List<Change>>> changes() {
        return Arbitraries.integers()
                .between(0, IMAGES - 1)
                .map(Change::new)
                .list()
                .ofMaxSize(3)
                .list()
                .ofMinSize(1)
                .ofMaxSize(8);
    }

    @Property(tries = 60)
    void seesWhatStaysOnce(
            @ForAll("changes") List<List<Change>> betweenPages,
            @ForAll @IntRange(min = 1, max = 5) int pageSize) {
        try (var fixture = new ImageFixture()) {
            var run = new Run(fixture);
            for (int i = 0; i < IMAGES; i += 2) {
                run.turn(i);
            }

            Set<Digest> stays = new HashSet<>(run.here.values());
            List<Digest> seen =
                    pages(
                            after ->
                                    fixture
                                            .images
                                            .describe(
                                                    fixture.repository(),
                                                    TagStatus.ANY,
                                                    ACTIVE,
                                                    after,
                                                    pageSize)
                                            .stream()
                                            .map(tagged -> tagged.image().digest())
                                            .toList(),
                            betweenPages.iterator(),
                            run,
                            stays);

            assertThat(seen)
                    .containsAll(stays)
                    .doesNotHaveDuplicates()
                    .isSortedAccordingTo(Comparator.comparing(Digest::toString));
        }
    }

    private static List<Digest> pages(
            Function<@Nullable Digest, List<Digest>> page,
            Iterator<List<Change>> changes,
            Run run,
            Set<Digest> stays) {
        var seen = new ArrayList<Digest>();
        @Nullable Digest after = null;
        List<Digest> next = page.apply(after);
        while (!next.isEmpty()) {
            seen.addAll(next);
            after = next.getLast();
            if (changes.hasNext()) {
                changes.next().forEach(change -> stays.remove(run.turn(change.image())));
            }
            next = page.apply(after);
        }
        return seen;
    }

    private static final class Run {
        private final ImageFixture fixture;
        private final Map<Integer, Digest> here = new HashMap<>();

        Run(ImageFixture fixture) {
            this.fixture = fixture;
        }

        /** The image that came or went. */
        Digest turn(int number) {
            Digest gone = here.remove(number);
            if (gone != null) {
                fixture.removal.remove(
                        fixture.repository(), List.of(new Target.ByDigest(gone)), ACTOR);
                return gone;
            }
            Digest come = fixture.push(image("image " + number), "v" + number).digest();
            here.put(number, come);
            return come;
        }
    }
}
