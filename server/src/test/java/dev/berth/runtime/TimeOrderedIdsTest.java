package dev.berth.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.testing.FixedClock;
import java.time.Duration;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TimeOrderedIdsTest {

    @Test
    void makesIdsOfVersion7InOrder() {
        var clock = new FixedClock();
        var ids = new TimeOrderedIds(clock);

        var within = Stream.generate(ids::next).limit(1_000).map(UUID::toString).toList();
        clock.advance(Duration.ofMillis(5));
        UUID later = ids.next();

        assertThat(within).isSorted().doesNotHaveDuplicates();
        assertThat(later.toString()).isGreaterThan(within.getLast());
        assertThat(later.version()).isEqualTo(7);
        assertThat(later.variant()).isEqualTo(2);
        assertThat(later.getMostSignificantBits() >>> 16).isEqualTo(clock.millis());
    }
}
