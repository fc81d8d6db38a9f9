package dev.berth.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who reads, how many at once, and what becomes of those who wait. */
class ReadersTest {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final int COUNT = 2;

    @TempDir private Path folder;

    private DataSource source;

    @BeforeEach
    void make() throws SQLException {
        Path file = folder.resolve("numbers.db");
        try (var connection = SqliteConnections.writing(file);
                var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE number AS SELECT 7 AS value");
        }
        source = SqliteConnections.readOnlySource(file);
    }

    private static int seven(Readers readers) {
        return readers.run(
                tx -> tx.sql().createQuery("SELECT value FROM number").mapTo(Integer.class).one());
    }

    /** As many as there are connections, who read until the gate opens. */
    private static List<Thread> busy(Readers readers, int count, CountDownLatch gate) {
        var begun = new CountDownLatch(count);
        var threads =
                IntStream.range(0, count)
                        .mapToObj(_ ->
                                Thread.ofVirtual()
                                        .start(() ->
                                                readers.run(_ -> {
                                                    begun.countDown();
                                                    Waiting.at(gate);
                                                    return true;
                                                })))
                        .toList();
        Waiting.at(begun);
        return threads;
    }

    @Test
    void aCallerReadsByItsOwnThread() {
        var readers = new Readers(source, COUNT, LONG);

        Thread reading = readers.run(_ -> Thread.currentThread());

        assertThat(reading).isSameAs(Thread.currentThread());
        readers.close();
    }

    @Test
    void anInterruptedCallerReadsAllTheSameAndStaysInterrupted() {
        var readers = new Readers(source, COUNT, LONG);
        Thread.currentThread().interrupt();

        int read = seven(readers);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(read).isEqualTo(7);
        readers.close();
    }

    @Test
    void interruptedCallersReadThoughThePoolIsStillFilling() {
        for (int i = 0; i < 5; i++) {
            var readers = new Readers(source, 4, LONG);
            var read = new AtomicInteger();
            var crowd =
                    IntStream.range(0, 4)
                            .mapToObj(_ ->
                                    Thread.ofVirtual()
                                            .start(() -> {
                                                Thread.currentThread().interrupt();
                                                seven(readers);
                                                if (Thread.interrupted()) {
                                                    read.incrementAndGet();
                                                }
                                            }))
                            .toList();
            crowd.forEach(Waiting::forEnd);

            assertThat(read).hasValue(4);
            readers.close();
        }
    }

    @Test
    void thoseWhoWaitReadInTheOrderInWhichTheyCame() {
        var readers = new Readers(source, 1, LONG);
        var gate = new CountDownLatch(1);
        var busy = busy(readers, 1, gate);
        var order = Collections.synchronizedList(new ArrayList<Integer>());
        var waiting = new ArrayList<Thread>();
        for (int who = 0; who < 5; who++) {
            int number = who;
            waiting.add(Waiting.thread(() -> readers.run(_ -> order.add(number))));
        }
        gate.countDown();
        busy.forEach(Waiting::forEnd);
        waiting.forEach(Waiting::forEnd);

        assertThat(order).containsExactly(0, 1, 2, 3, 4);
        readers.close();
    }

    @Test
    void thoseWhoWaitReadThoughTheyBeInterrupted() {
        var readers = new Readers(source, COUNT, LONG);
        var gate = new CountDownLatch(1);
        var busy = busy(readers, COUNT, gate);
        var order = Collections.synchronizedList(new ArrayList<Integer>());
        var waiting = new ArrayList<Thread>();
        for (int who = 0; who < 5; who++) {
            int number = who;
            Thread thread =
                    Waiting.thread(() -> {
                        readers.run(_ -> order.add(number));
                        if (!Thread.interrupted()) {
                            order.add(-1);
                        }
                    });
            thread.interrupt();
            Waiting.untilItWaits(thread);
            waiting.add(thread);
        }
        gate.countDown();
        busy.forEach(Waiting::forEnd);
        waiting.forEach(Waiting::forEnd);

        assertThat(order).containsExactlyInAnyOrder(0, 1, 2, 3, 4);
        readers.close();
    }

    @Test
    void noMoreReadAtOnceThanThereAreConnections() {
        var readers = new Readers(source, COUNT, LONG);
        var reading = new AtomicInteger();
        var most = new AtomicInteger();
        var crowd =
                IntStream.range(0, 30)
                        .mapToObj(_ ->
                                Thread.ofVirtual()
                                        .start(() ->
                                                readers.run(tx -> {
                                                    int now = reading.incrementAndGet();
                                                    most.accumulateAndGet(now, Math::max);
                                                    tx.sql().execute("SELECT * FROM number");
                                                    reading.decrementAndGet();
                                                    return true;
                                                })))
                        .toList();
        crowd.forEach(Waiting::forEnd);

        assertThat(most.get()).isBetween(1, COUNT);
        readers.close();
    }

    @Test
    void whoeverLosesPatienceIsToldSo() {
        var readers = new Readers(source, COUNT, Duration.ofMillis(20));
        var gate = new CountDownLatch(1);
        var busy = busy(readers, COUNT, gate);

        assertThatThrownBy(() -> seven(readers))
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining("overloaded");

        gate.countDown();
        busy.forEach(Waiting::forEnd);
        assertThat(seven(readers)).isEqualTo(7);
        readers.close();
    }

    @Test
    void aConnectionIsFreeAgainAfterWorkThatFailed() {
        var readers = new Readers(source, COUNT, LONG);

        for (int i = 0; i < 3 * COUNT; i++) {
            assertThatThrownBy(() ->
                            readers.run(_ -> {
                                throw new StackOverflowError("deep");
                            }))
                    .isInstanceOf(StackOverflowError.class);
            assertThatThrownBy(() -> readers.run(tx -> tx.sql().execute("SELECT nothing")))
                    .isInstanceOf(DatabaseException.class);
        }

        assertThat(seven(readers)).isEqualTo(7);
        readers.close();
    }

    @Test
    void thoseWhoReadOrWaitEndBeforeItIsClosed() {
        var readers = new Readers(source, COUNT, LONG);
        var gate = new CountDownLatch(1);
        var busy = busy(readers, COUNT, gate);
        var read = new AtomicInteger();
        Thread late = Waiting.thread(() -> read.set(seven(readers)));
        Thread closing = Waiting.thread(readers::close);
        gate.countDown();
        busy.forEach(Waiting::forEnd);
        Waiting.forEnd(closing);
        Waiting.forEnd(late);

        assertThat(read).hasValue(7);
        assertThatThrownBy(() -> seven(readers)).hasMessageContaining("closed");
    }
}
