package dev.berth.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonStringsTest {

    @Test
    void exchangesStringsAndLeavesTheRestToTheLetter() {
        var text =
                """
                 { "a" : "x",\t"b":[1.50, "x", {"c" :"\\u0078"}, ["x"]], "x": null,
                   "d": {"e": true, "f": "y\\n"} } \
                """;

        String exchanged =
                JsonStrings.exchanged(text, (_, value) -> value.equals("x") ? "\"z\"\n" : value);

        assertThat(exchanged)
                .isEqualTo(
                        """
                         { "a" : "\\"z\\"\\n",\t"b":[1.50, "\\"z\\"\\n", {"c" :"\\"z\\"\\n"}, ["\\"z\\"\\n"]], "x": null,
                           "d": {"e": true, "f": "y\\n"} } \
                        """);
    }

    @Test
    void keepsHowAStringIsWrittenThatStaysTheSame() {
        assertThat(JsonStrings.exchanged("[\"\\u0078\"]", (_, value) -> value))
                .isEqualTo("[\"\\u0078\"]");
    }

    @Test
    void tellsTheWayToEachString() {
        var paths = new ArrayList<List<String>>();

        JsonStrings.exchanged(
                "{\"a\":[{\"b\":\"1\"},\"2\",[\"3\"],{}],\"[]\":\"4\",\"c\":{\"d\":[],\"e\":\"5\"},\"f\":\"6\"}",
                (path, value) -> {
                    paths.add(path);
                    return value;
                });

        assertThat(paths)
                .containsExactly(
                        List.of("a", "[]", "b"),
                        List.of("a", "[]"),
                        List.of("a", "[]", "[]"),
                        List.of("[]"),
                        List.of("c", "e"),
                        List.of("f"));
    }

    @Test
    void countsCharactersBeyondTheFirstPlaneAsTextDoes() {
        assertThat(
                        JsonStrings.exchanged(
                                "[\"\uD83D\uDE00é\", \"x\"]", (_, v) -> v.equals("x") ? "y" : v))
                .isEqualTo("[\"\uD83D\uDE00é\", \"y\"]");
    }

    @Test
    void exchangesInLongTexts() {
        String text = "[" + "\"long enough to fill a buffer\", ".repeat(1000) + "\"x\"]";

        assertThat(JsonStrings.exchanged(text, (_, v) -> v.equals("x") ? "y" : v))
                .isEqualTo(text.replace("\"x\"", "\"y\""));
    }
}
