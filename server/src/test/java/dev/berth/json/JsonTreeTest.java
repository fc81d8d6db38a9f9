package dev.berth.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.json.JsonTree.Items;
import dev.berth.json.JsonTree.Member;
import dev.berth.json.JsonTree.Members;
import dev.berth.json.JsonTree.Nothing;
import dev.berth.json.JsonTree.Numeral;
import dev.berth.json.JsonTree.Place;
import dev.berth.json.JsonTree.Text;
import dev.berth.json.JsonTree.Truth;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTreeTest {
    private static final int DEPTH = 5;

    @Test
    void keepsEveryMemberInItsOrderWithTheDoubledOnes() throws JsonFault {
        String text =
                """
                {"a": 1.50,
                  "b": [true, null, {}], "a": "x"
                }\
                """;

        assertThat(JsonTree.read(text, DEPTH))
                .isEqualTo(
                        new Members(
                                List.of(
                                        new Member("a", new Numeral("1.50")),
                                        new Member(
                                                "b",
                                                new Items(
                                                        List.of(
                                                                new Truth(true),
                                                                new Nothing(),
                                                                new Members(
                                                                        List.of(),
                                                                        new Place(2, 22),
                                                                        new Place(2, 23))))),
                                        new Member("a", new Text("x"))),
                                new Place(1, 2),
                                new Place(3, 2)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "{\"a\"}",
                "[1,]",
                "{} {}",
                "nil",
                "'x'",
                "[[[[[[1]]]]]]",
                "NaN"
            })
    void refusesWhatIsNoJsonAndWhatIsTooDeep(String text) {
        assertThatThrownBy(() -> JsonTree.read(text, DEPTH))
                .isInstanceOfSatisfying(
                        JsonFault.class,
                        fault -> assertThat(fault.kind()).isEqualTo(JsonFault.Kind.SYNTAX));
    }

    @Test
    void saysWhereTheTextIsBroken() {
        assertThatThrownBy(() -> JsonTree.read("{\n  \"a\": tru\n}", DEPTH))
                .hasMessageEndingWith("at line 2, column 8");
    }
}
