package dev.berth.api.v2;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContentRangeTest {

    @ParameterizedTest
    @CsvSource({
        "0-9, 0, 9",
        "10-19, 10, 19",
        "bytes 10-19/100, 10, 19",
        "bytes 10-19/*, 10, 19",
        "7-7, 7, 7",
    })
    void readsBothForms(String field, long first, long last) {
        assertThat(ContentRange.tryParse(field)).contains(new ContentRange(first, last));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "-", "1-", "-1", "a-b", "2-1", "1", "0-9-10", "0-9999999999999999999"})
    void refusesTheRest(String field) {
        assertThat(ContentRange.tryParse(field)).isEmpty();
    }

    @Property
    void readsWhatClientsWrite(
            @ForAll @LongRange(min = 0, max = 1L << 50) long first,
            @ForAll @LongRange(min = 1, max = 1L << 40) long length) {
        long last = first + length - 1;

        assertThat(ContentRange.tryParse(first + "-" + last))
                .hasValueSatisfying(range -> assertThat(range.length()).isEqualTo(length));
    }

    @Property
    void alwaysHasAnAnswer(@ForAll String text) {
        assertThat(ContentRange.tryParse(text)).isNotNull();
    }
}
