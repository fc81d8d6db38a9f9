package dev.berth.api.v2;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteRangeTest {

    @ParameterizedTest
    @CsvSource({
        "bytes=0-0, 0, 0",
        "bytes=0-99, 0, 99",
        "bytes=10-19, 10, 19",
        "Bytes=10-19, 10, 19",
        "bytes=90-, 90, 99",
        "bytes=90-1000, 90, 99",
        "bytes=90-99999999999999999999999, 90, 99",
        "bytes=-10, 90, 99",
        "bytes=-1000, 0, 99",
    })
    void findsThePart(String field, long first, long last) {
        assertThat(ByteRange.parse(field, 100)).isEqualTo(new ByteRange.Part(first, last));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "bytes",
                "bytes=",
                "bytes=-",
                "bytes=a-b",
                "bytes=1",
                "bytes=1-2,4-5",
                "bytes=1-2-3",
                "bytes=+1-2",
                "lines=1-2",
            })
    void givesAllWhereThereIsNoSingleRange(String field) {
        assertThat(ByteRange.parse(field, 100)).isEqualTo(new ByteRange.Whole());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bytes=100-",
                "bytes=100-200",
                "bytes=5-4",
                "bytes=-0",
                "bytes=99999999999999999999-"
            })
    void refusesWhatLiesOutside(String field) {
        assertThat(ByteRange.parse(field, 100)).isEqualTo(new ByteRange.Unsatisfiable());
    }

    @ParameterizedTest
    @CsvSource({"bytes=0-, true", "bytes=0-0, true", "bytes=-1, false"})
    void knowsEmptyContent(String field, boolean refused) {
        assertThat(ByteRange.parse(field, 0))
                .isEqualTo(refused ? new ByteRange.Unsatisfiable() : new ByteRange.Whole());
    }

    @Property
    void neverLeavesTheContent(
            @ForAll @LongRange(min = 0, max = 1000) long first,
            @ForAll @LongRange(min = 0, max = 1000) long last,
            @ForAll @LongRange(min = 0, max = 500) long size) {
        ByteRange range = ByteRange.parse("bytes=" + first + "-" + last, size);

        if (first > last || first >= size) {
            assertThat(range).isEqualTo(new ByteRange.Unsatisfiable());
        } else {
            assertThat(range).isEqualTo(new ByteRange.Part(first, Math.min(last, size - 1)));
        }
    }

    @Property
    void alwaysHasAnAnswer(@ForAll String text, @ForAll @LongRange(min = 0) long size) {
        assertThat(ByteRange.parse("bytes=" + text, size)).isNotNull();
    }
}
