package dev.berth.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.aws.AccountId;
import dev.berth.aws.Region;
import dev.berth.aws.Registry;
import dev.berth.testing.FixedClock;
import dev.berth.testing.TestDatabase;
import dev.berth.testing.TestIds;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OutboxTest {
    private static final Registry REGISTRY =
            new Registry(new AccountId("000000000000"), new Region("us-east-1"));
    private static final Actor ACTOR = new Actor("job", "request");

    private final TestDatabase database = new TestDatabase();
    private final FixedClock clock = new FixedClock();
    private final Outbox outbox = new Outbox(new TestIds(), clock.clocks());
    private final OutboxTrimJob job =
            new OutboxTrimJob(database, clock.clocks(), Duration.ofDays(7));

    @AfterEach
    void close() {
        database.close();
    }

    private void append(int count, Map<String, Object> detail) {
        database.write(tx -> {
            for (int i = 0; i < count; i++) {
                outbox.append(tx, ACTOR, new Event("image.pushed", 1, REGISTRY, "arn", detail));
            }
            return count;
        });
    }

    private int rows() {
        return database.read(tx ->
                tx.sql().createQuery("SELECT COUNT(*) FROM outbox").mapTo(Integer.class).one());
    }

    @Test
    void keepsWhatHappenedAsJson() {
        append(1, Map.of("tags", List.of("a", "b")));

        Map<String, Object> row =
                database.read(tx ->
                        tx.sql()
                                .createQuery(
                                        """
                                        SELECT type, at, account, region, resource,
                                               principal, request_id, detail
                                          FROM outbox
                                        """)
                                .mapToMap()
                                .one());

        assertThat(row)
                .containsEntry("type", "image.pushed")
                .containsEntry("principal", "job")
                .containsEntry("request_id", "request")
                .containsEntry("resource", "arn")
                .containsEntry("region", "us-east-1")
                .containsEntry("detail", "{\"tags\":[\"a\",\"b\"]}");
    }

    @Test
    void trimsWhatIsOlderThanAWeekAndNothingElse() {
        append(2_500, Map.of());
        clock.advance(Duration.ofDays(7));
        append(3, Map.of());

        job.run();
        assertThat(rows()).isEqualTo(2_503);

        clock.advance(Duration.ofMillis(1));
        job.run();
        assertThat(rows()).isEqualTo(3);
    }
}
