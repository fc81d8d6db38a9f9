package dev.berth.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

    record Pair(@Nullable String name, @Nullable Boolean flag) {
        public boolean isOn() {
            return Boolean.TRUE.equals(flag);
        }
    }

    record Outer(List<Pair> pairs, @Nullable Long count) {}

    @Test
    void writesTheComponentsOfARecordInTheirOrderAndNothingElse() {
        assertThat(write(new Pair("a", true))).isEqualTo("{\"name\":\"a\",\"flag\":true}");
    }

    @Test
    void leavesOutWhatIsNull() {
        assertThat(write(new Pair(null, null))).isEqualTo("{}");
    }

    @Test
    void ignoresUnknownMembers() throws JsonFault {
        assertThat(read("{\"other\":1,\"name\":\"a\"}", Pair.class)).isEqualTo(new Pair("a", null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "{", "{\"name\":\"a\"}}", "{\"name\":\"a\",\"name\":\"b\"}", "{} {}"})
    void tellsWhatIsNoJson(String text) {
        var fault = catchThrowableOfType(JsonFault.class, () -> read(text, Pair.class));

        assertThat(fault).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"pairs\":[{\"name\":1}]}",
                "{\"pairs\":[{\"name\":true}]}",
                "{\"pairs\":[{\"name\":[]}]}"
            })
    void namesTheMemberOfAnotherType(String text) {
        var fault = catchThrowableOfType(JsonFault.class, () -> read(text, Outer.class));

        assertThat(fault.kind()).isEqualTo(JsonFault.Kind.SHAPE);
        assertThat(fault.path()).isEqualTo("pairs[0].name");
    }

    private static String write(Object value) {
        return new String(Json.write(value), UTF_8);
    }

    private static <T> T read(String text, Class<T> type) throws JsonFault {
        return Json.read(text.getBytes(UTF_8), type);
    }
}
