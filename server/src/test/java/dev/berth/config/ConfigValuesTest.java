package dev.berth.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigValuesTest {

    @Property
    void aSizeIsReadAsItIsWritten(
            @ForAll @LongRange(min = 0, max = 999_999_999_999_999_999L) long bytes) {
        var size = new DataSize(bytes);

        assertThat(DataSize.tryParse(size.toString())).contains(size);
    }

    @Property
    void aDurationIsReadAsItIsWritten(@ForAll @IntRange(min = 0) int millis) {
        var duration = Duration.ofMillis(millis);

        assertThat(Durations.tryParse(Durations.format(duration))).contains(duration);
    }

    @ParameterizedTest
    @CsvSource({"0,0", "1KiB,1024", "10MiB,10485760", "1B,1", "52000MiB,54525952000"})
    void sizesHaveBinaryUnits(String text, long bytes) {
        assertThat(DataSize.tryParse(text)).contains(new DataSize(bytes));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "MiB", "-1", "1.5MiB", "10 MiB", "1MB", "9999999999TiB"})
    void refusesOtherSizes(String text) {
        assertThat(DataSize.tryParse(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "-1s", "1w", "1.5h", "1 h"})
    void refusesOtherDurations(String text) {
        assertThat(Durations.tryParse(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:5327", "[::1]:5327", "0.0.0.0:0", "[::]:443"})
    void aListenAddressIsReadAsItIsWritten(String text) {
        assertThat(ListenAddress.tryParse(text)).map(ListenAddress::toString).contains(text);
    }

    @Test
    void listensOnNoNameButLocalhost() {
        assertThat(ListenAddress.tryParse("localhost:1"))
                .map(ListenAddress::toString)
                .contains("127.0.0.1:1");
        assertThat(ListenAddress.tryParse("example.com:1")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ":1", "127.0.0.1", "127.0.0.1:65536", "::1:5327", "[::1]"})
    void refusesOtherListenAddresses(String text) {
        assertThat(ListenAddress.tryParse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8,10.255.0.1,true",
        "10.0.0.0/8,11.0.0.1,false",
        "10.1.2.3,10.1.2.3,true",
        "10.1.2.3,10.1.2.2,false",
        "0.0.0.0/0,192.0.2.1,true",
        "0.0.0.0/0,::1,false",
        "fd00::/9,fd7f::1,true",
        "fd00::/9,fd80::1,false"
    })
    void aRangeContainsItsAddresses(String range, String address, boolean contains) {
        assertThat(
                        AddressRange.tryParse(range)
                                .orElseThrow()
                                .contains(InetAddress.ofLiteral(address)))
                .isEqualTo(contains);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "localhost", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/8/8", "::/129"})
    void refusesOtherRanges(String text) {
        assertThat(AddressRange.tryParse(text)).isEmpty();
    }

    @Test
    void suggestsNothingThatIsFarOff() {
        var known = List.of("region", "listen");

        assertThat(NearestKey.of("regions", known)).contains("region");
        assertThat(NearestKey.of("telemetry", known)).isEmpty();
    }
}
