package dev.berth.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.oci.Tag;
import dev.berth.repository.TagMutability.Mode;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TagMutabilityTest {
    private static final Tag RELEASE = new Tag("release-1");
    private static final Tag DEV = new Tag("dev-1");
    private static final List<TagFilter> FILTERS = filters("dev-*", "latest");

    private static List<TagFilter> filters(String... texts) {
        return Stream.of(texts).map(TagFilter::new).toList();
    }

    /** Few characters, so that filters and tags meet often. */
    @Provide
    Arbitrary<String> filters() {
        return Arbitraries.strings().withChars("ab.*").ofMinLength(1).ofMaxLength(8);
    }

    @Provide
    Arbitrary<String> tags() {
        return Arbitraries.strings()
                .withChars("ab.")
                .ofMinLength(1)
                .ofMaxLength(10)
                .filter(text -> !text.startsWith("."));
    }

    @Property
    void aStarStandsForAnyCharacters(@ForAll("filters") String filter, @ForAll("tags") String tag) {
        String expression =
                Stream.of(filter.split("\\*", -1))
                        .map(Pattern::quote)
                        .collect(Collectors.joining(".*"));

        assertThat(new TagFilter(filter).matches(new Tag(tag))).isEqualTo(tag.matches(expression));
    }

    @Property(tries = 20)
    void noFilterTakesLong(@ForAll("tags") String tag) {
        var worst = new TagFilter("*" + "a*".repeat(60) + "b");

        assertThat(worst.matches(new Tag("a".repeat(117) + tag))).isEqualTo(tag.endsWith("b"));
    }

    @ParameterizedTest
    @CsvSource({
        "latest, latest, true",
        "latest, latest2, false",
        "latest, Latest, false",
        "v1.*, v1x0, false"
    })
    void matchesTheWholeTagAndItsCase(String filter, String tag, boolean matches) {
        assertThat(new TagFilter(filter).matches(new Tag(tag))).isEqualTo(matches);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a/b", "?", "[a]", "ä"})
    void refusesWhatIsNoFilter(String text) {
        assertThatThrownBy(() -> new TagFilter(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void withoutExclusionsAllTagsAreAlike() {
        assertThat(TagMutability.MUTABLE.mayMove(DEV)).isTrue();
        assertThat(TagMutability.IMMUTABLE.mayMove(DEV)).isFalse();
    }

    @Test
    void anExcludedTagGoesTheOtherWay() {
        var immutable = new TagMutability(Mode.IMMUTABLE_WITH_EXCLUSION, FILTERS);
        var mutable = new TagMutability(Mode.MUTABLE_WITH_EXCLUSION, FILTERS);

        assertThat(immutable.mayMove(DEV)).isTrue();
        assertThat(immutable.mayMove(RELEASE)).isFalse();
        assertThat(mutable.mayMove(DEV)).isFalse();
        assertThat(mutable.mayMove(RELEASE)).isTrue();
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void filtersBelongToTheModesThatTakeThem(Mode mode) {
        var filters = mode.takesExclusions() ? List.<TagFilter>of() : FILTERS;

        assertThatThrownBy(() -> new TagMutability(mode, filters))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void takesFiveFiltersAtMost() {
        assertThatThrownBy(() ->
                        new TagMutability(
                                Mode.MUTABLE_WITH_EXCLUSION, filters("a", "b", "c", "d", "e", "f")))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
