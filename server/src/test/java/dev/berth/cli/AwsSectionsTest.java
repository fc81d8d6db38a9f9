package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class AwsSectionsTest {
    private static final String SECTION = "profile berth";

    private static Map<String, Optional<String>> values() {
        Map<String, Optional<String>> values = new LinkedHashMap<>();
        values.put("region", Optional.of("us-east-1"));
        values.put("endpoint_url", Optional.of("http://localhost:5327"));
        values.put("aws_session_token", Optional.empty());
        return values;
    }

    @Provide
    Arbitrary<String> others() {
        Arbitrary<String> line =
                Arbitraries.of(
                        "region = eu-west-1",
                        "  nested = value",
                        "s3 =",
                        "# [profile berth]",
                        "; a comment",
                        "",
                        "   ",
                        "output=json",
                        "aws_session_token = theirs",
                        "garbage");
        Arbitrary<String> end = Arbitraries.of("\n", "\r\n");
        Arbitrary<String> header =
                Arbitraries.of("[default]", "[profile work]", "[berth]", "[profile berth2]");
        Arbitrary<String> lines =
                Combinators.combine(line, end)
                        .as((text, mark) -> text + mark)
                        .list()
                        .ofMaxSize(6)
                        .map(list -> String.join("", list));
        return Combinators.combine(header, end, lines)
                .as((text, mark, body) -> text + mark + body)
                .list()
                .ofMaxSize(4)
                .map(sections -> String.join("", sections));
    }

    @Property
    void everyByteOfOtherSectionsStays(
            @ForAll("others") String before, @ForAll("others") String after) {
        String ours = "[profile berth]\nregion = old\n";

        String text = AwsSections.with(before + ours + after, SECTION, values());

        assertThat(text).startsWith(before).endsWith(after);
        assertThat(AwsSections.read(text, SECTION))
                .containsEntry("region", "us-east-1")
                .containsEntry("endpoint_url", "http://localhost:5327");
    }

    @Property
    void aNewSectionIsAppended(@ForAll("others") String before) {
        String text = AwsSections.with(before, SECTION, values());

        assertThat(text).startsWith(before);
        assertThat(AwsSections.read(text, SECTION))
                .containsOnly(
                        Map.entry("region", "us-east-1"),
                        Map.entry("endpoint_url", "http://localhost:5327"));
    }

    @Property
    void writingTwiceChangesNothingMore(@ForAll("others") String before) {
        String once = AwsSections.with(before, SECTION, values());

        assertThat(AwsSections.with(once, SECTION, values())).isEqualTo(once);
    }

    @Test
    void keepsWhatElseOurSectionSays() {
        String text =
                AwsSections.with(
                        """
                        [profile berth]
                        # mine
                        output = json
                        region=us-east-2
                        aws_session_token = gone
                        s3 =
                          region = nested

                        [default]
                        region = eu-west-1
                        """,
                        SECTION,
                        values());

        assertThat(text)
                .isEqualTo(
                        """
                        [profile berth]
                        # mine
                        output = json
                        region = us-east-1
                        s3 =
                          region = nested
                        endpoint_url = http://localhost:5327

                        [default]
                        region = eu-west-1
                        """);
    }

    @Test
    void endsALastLineThatHasNoEnd() {
        assertThat(AwsSections.with("[default]\nregion = x", "a", Map.of("k", Optional.of("v"))))
                .isEqualTo("[default]\nregion = x\n\n[a]\nk = v\n");
        assertThat(AwsSections.with("[a]", "a", Map.of("k", Optional.of("v"))))
                .isEqualTo("[a]\nk = v\n");
    }

    @Test
    void startsAnEmptyFileWithTheSection() {
        assertThat(AwsSections.with("", "a", Map.of("k", Optional.of("v"))))
                .isEqualTo("[a]\nk = v\n");
    }

    @Test
    void readsOnlyTheNamedSection() {
        String text = "[x]\nk = 1\n[ default ]\nk = 2\n  n = 3\n[y]\nk = 4\n";

        assertThat(AwsSections.read(text, "default")).containsExactly(Map.entry("k", "2"));
        assertThat(AwsSections.has(text, "z")).isFalse();
        assertThat(List.of("x", "default", "y")).allMatch(name -> AwsSections.has(text, name));
    }
}
