package dev.berth.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who writes, for whom, and what becomes of those who wait. */
class GroupCommitTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    @TempDir private Path folder;

    private GroupCommit writer;

    @BeforeEach
    void open() throws SQLException {
        writer = open(LONG);
        write(tx -> tx.sql().execute("CREATE TABLE note (text TEXT)"));
    }

    @AfterEach
    void close() {
        writer.close();
    }

    private GroupCommit open(Duration patience) throws SQLException {
        var opened =
                new GroupCommit(SqliteConnections.writing(folder.resolve("notes.db")), patience);
        opened.start();
        return opened;
    }

    private <T> T write(Function<Tx, T> work) {
        return writer.run(work, true);
    }

    private static boolean insert(Tx tx, String text) {
        return tx.sql().execute("INSERT INTO note VALUES (?)", text) == 1;
    }

    private List<String> notes() {
        return write(tx ->
                tx.sql()
                        .createQuery("SELECT text FROM note ORDER BY rowid")
                        .mapTo(String.class)
                        .list());
    }

    private BusyWriter busy() {
        return new BusyWriter(this::write);
    }

    @Test
    void whoeverWritesAloneDoesItByItsOwnThread() {
        Thread writing = write(_ -> Thread.currentThread());

        assertThat(writing).isSameAs(Thread.currentThread());
    }

    @Test
    void oneThreadWritesForAllWhoCameMeanwhileInTheirOrder() {
        var writing = Collections.synchronizedList(new ArrayList<Thread>());
        var waiting = new ArrayList<Thread>();
        try (var _ = busy()) {
            for (String text : List.of("a", "b", "c")) {
                waiting.add(
                        Waiting.thread(() ->
                                write(tx -> {
                                    writing.add(Thread.currentThread());
                                    return insert(tx, text);
                                })));
            }
        }
        waiting.forEach(Waiting::forEnd);

        assertThat(writing)
                .hasSize(3)
                .containsOnly(writing.getFirst())
                .doesNotContainAnyElementsOf(waiting);
        assertThat(notes()).containsExactly("a", "b", "c");
    }

    @Test
    void whoeverLosesPatienceIsToldSoAndNothingOfItIsWritten() throws Exception {
        writer.close();
        writer = open(Duration.ofMillis(20));
        try (var _ = busy()) {
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> write(tx -> insert(tx, "late")))
                        .isInstanceOf(DatabaseException.class)
                        .hasMessageContaining("overloaded");
            }
        }

        write(tx -> insert(tx, "in time"));
        assertThat(notes()).containsExactly("in time");
    }

    @Test
    void whoeverIsBeingWrittenForIsToldWhatCameOfItHoweverLongItTakes() throws Exception {
        writer.close();
        writer = open(Duration.ofSeconds(5));
        var begun = new CountDownLatch(1);
        var gate = new CountDownLatch(1);
        var outcomes = Collections.synchronizedList(new ArrayList<Object>());
        Thread one;
        Thread other;
        try (var _ = busy()) {
            one =
                    Waiting.thread(() ->
                            outcomes.add(
                                    write(tx -> {
                                        begun.countDown();
                                        Waiting.at(gate);
                                        return insert(tx, "one's");
                                    })));
            other = Waiting.thread(() -> outcomes.add(write(tx -> insert(tx, "other's"))));
        }
        Waiting.at(begun);
        assertThatThrownBy(() -> write(tx -> insert(tx, "of a later group")))
                .hasMessageContaining("overloaded");
        gate.countDown();
        Waiting.forEnd(one);
        Waiting.forEnd(other);

        assertThat(outcomes).containsExactly(true, true);
        assertThat(notes()).containsExactly("one's", "other's");
    }

    @Test
    void aCrowdThatIsInterruptedAndFailsNowAndThenLosesNothing() {
        var told = Collections.synchronizedList(new ArrayList<String>());
        var failed = new AtomicInteger();
        var crowd =
                IntStream.range(0, 40)
                        .mapToObj(
                                who -> Thread.ofVirtual().start(() -> writeMuch(who, told, failed)))
                        .toList();
        crowd.forEach(Waiting::forEnd);

        assertThat(failed).hasValue(40 * 5);
        assertThat(told).hasSize(40 * 20);
        assertThat(new HashSet<>(notes())).isEqualTo(new HashSet<>(told));
    }

    private void writeMuch(int who, List<String> told, AtomicInteger failed) {
        for (int i = 0; i < 25; i++) {
            String text = who + " " + i;
            boolean fails = i % 5 == 4;
            if (i % 7 == 0) {
                Thread.currentThread().interrupt();
            } else if (i % 7 == 3) {
                assertThat(Thread.interrupted()).isTrue();
            }
            try {
                writer.run(
                        tx -> {
                            insert(tx, text);
                            if (fails) {
                                throw new IllegalStateException("no");
                            }
                            return true;
                        },
                        i % 2 == 0);
                told.add(text);
            } catch (IllegalStateException _) {
                failed.incrementAndGet();
            }
        }
    }

    @Test
    void anErrorOfOnesWorkIsItsOwn() {
        assertThatThrownBy(() ->
                        write(_ -> {
                            throw new StackOverflowError("deep");
                        }))
                .isInstanceOf(StackOverflowError.class);

        boolean written = write(tx -> insert(tx, "next"));
        assertThat(written).isTrue();
    }

    @Test
    void aFailingActionAfterTheCommitKeepsNobodyFromWriting() {
        boolean written =
                write(tx -> {
                    tx.afterCommit(() -> {
                        throw new AssertionError("an action that breaks");
                    });
                    return insert(tx, "committed");
                });

        assertThat(written).isTrue();
        assertThat(notes()).containsExactly("committed");
    }

    @Test
    void aCallerWhoWritesAloneEndsBeforeItIsClosed() throws Exception {
        var begun = new CountDownLatch(1);
        var gate = new CountDownLatch(1);
        var thread =
                Thread.ofPlatform()
                        .start(() ->
                                write(tx -> {
                                    begun.countDown();
                                    Waiting.at(gate);
                                    return insert(tx, "alone");
                                }));
        Waiting.at(begun);
        Thread closing = Waiting.thread(writer::close);
        gate.countDown();
        Waiting.forEnd(closing);
        Waiting.forEnd(thread);

        writer = open(LONG);
        assertThat(notes()).containsExactly("alone");
    }

    @Test
    void aCommitThatFailsLeavesTheWriterToTheNext() {
        assertThatThrownBy(() -> write(tx -> tx.sql().execute("COMMIT")))
                .isInstanceOf(DatabaseException.class);

        write(tx -> insert(tx, "next"));
        assertThat(notes()).containsExactly("next");
    }

    @Test
    void whatWasAcceptedBeforeItWasClosedIsDone() throws Exception {
        Thread waiting;
        Thread closing;
        try (var _ = busy()) {
            waiting = Waiting.thread(() -> write(tx -> insert(tx, "accepted")));
            closing = Waiting.thread(writer::close);
            assertThatThrownBy(() -> write(tx -> insert(tx, "too late")))
                    .hasMessageContaining("closed");
        }
        Waiting.forEnd(waiting);
        Waiting.forEnd(closing);

        writer = open(LONG);
        assertThat(notes()).containsExactly("accepted");
    }
}
