package dev.berth.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.testing.FixedClock;
import dev.berth.testing.TestDatabase;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KeyUsesTest {
    private static final String ID = "AKIAIOSFODNN7EXAMPLE";

    private final FixedClock clock = new FixedClock();
    private final TestDatabase database = new TestDatabase();
    private final KeyUses uses = new KeyUses(database, clock.clocks());

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aKeyThatNeverSignedHasNoUse() {
        assertThat(uses.last(ID)).isEmpty();
    }

    @Test
    void whatIsNotedIsKnownAtOnceAndWrittenLater() {
        uses.note(ID, "ecr", "eu-west-1");
        assertThat(uses.last(ID)).contains(new KeyUse(clock.instant(), "ecr", "eu-west-1"));
        assertThat(another().last(ID)).isEmpty();

        uses.flush();

        assertThat(another().last(ID)).contains(new KeyUse(clock.instant(), "ecr", "eu-west-1"));
    }

    @Test
    void theLatestUseStays() {
        KeyUses other = another();
        other.note(ID, "sts", "us-east-1");
        clock.advance(Duration.ofMinutes(1));
        uses.note(ID, "ecr", "eu-west-1");
        var latest = new KeyUse(clock.instant(), "ecr", "eu-west-1");

        uses.flush();
        other.flush();

        assertThat(another().last(ID)).contains(latest);
    }

    private KeyUses another() {
        return new KeyUses(database, clock.clocks());
    }
}
