package dev.berth.http.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.internal.PlatformDependent;
import org.junit.jupiter.api.Test;

class BodyMemoryTest {
    private final BodyMemory memory = new BodyMemory(1000, 100, 9000);

    @Test
    void allowsABodyMuchWhileThereIsPlenty() {
        memory.change(5999);

        assertThat(memory.allowance()).isEqualTo(1000);
    }

    @Test
    void allowsABodyLittleWhenMemoryIsScarce() {
        memory.change(6000);

        assertThat(memory.allowance()).isEqualTo(100);
        assertThat(new BodyMemory(50, 100, 0).allowance()).isZero();
    }

    @Test
    void allowsABodyNothingWhenMemoryIsFullAndMuchAgainAfterwards() {
        memory.change(9000);
        assertThat(memory.allowance()).isZero();

        memory.change(-8000);
        assertThat(memory.allowance()).isEqualTo(1000);
        assertThat(memory.held()).isEqualTo(1000);
    }

    @Test
    void leavesAQuarterOfTheMachinesMemoryToOthers() {
        long most = PlatformDependent.maxDirectMemory();

        assertThat(BodyMemory.ofThisMachine()).isPositive().isBetween(most / 2, most - most / 4);
    }
}
