package dev.berth.api.iam.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.api.awsquery.QueryParameters;
import dev.berth.api.awsquery.XmlStructure;
import dev.berth.http.Query;
import dev.berth.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PageTest {
    private static final List<String> NAMES = List.of("d", "b", "a", "e", "c");

    @Test
    void givesEverythingOnceInOrder() {
        var seen = new ArrayList<String>();
        @Nullable String marker = null;
        do {
            Page<String> page =
                    page(
                            "Action=L&MaxItems=2" + (marker == null ? "" : "&Marker=" + marker),
                            NAMES);
            seen.addAll(page.items());
            marker = page.marker();
        } while (marker != null);

        assertThat(seen).containsExactly("a", "b", "c", "d", "e");
    }

    @Test
    void hasNoMarkerWhenItIsExactlyFull() {
        Page<String> page = page("MaxItems=5", NAMES);

        assertThat(page.marker()).isNull();
        assertThat(page.end(XmlStructure.empty()))
                .isEqualTo(XmlStructure.empty().text("IsTruncated", "false"));
    }

    @Test
    void saysWhereItGoesOn() {
        Page<String> page = page("MaxItems=1", NAMES);

        assertThat(page.end(XmlStructure.empty()))
                .isEqualTo(
                        XmlStructure.empty()
                                .text("IsTruncated", "true")
                                .text("Marker", page.marker()));
    }

    @Test
    void holdsAHundredUnlessToldOtherwise() {
        List<String> many = IntStream.range(0, 101).mapToObj("%03d"::formatted).toList();

        assertThat(page("", many).items()).hasSize(100);
    }

    @Test
    void takesNoMarkerOfAnotherListing() {
        String marker = page("Action=L&PathPrefix=/a/&MaxItems=1", NAMES).marker();

        assertThat(page("Action=L&PathPrefix=/a/&MaxItems=3&Marker=" + marker, NAMES).items())
                .containsExactly("b", "c", "d");
        assertThatThrownBy(() -> page("Action=L&PathPrefix=/b/&Marker=" + marker, NAMES))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("Invalid Marker.");
        assertThatThrownBy(() -> page("Marker=x", NAMES)).isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> page("MaxItems=1001", NAMES)).isInstanceOf(ProblemException.class);
    }

    private static Page<String> page(String form, List<String> values) {
        return Page.of(QueryParameters.of(Query.parse(form)), values, Function.identity());
    }
}
