package dev.berth.db;

import static dev.berth.db.BusyWriter.inOneGroup;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.problem.Problem;
import dev.berth.problem.ProblemException;
import dev.berth.runtime.MemoryOnlyThread;
import dev.berth.runtime.WouldBlock;
import dev.berth.testing.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteDatabaseTest {
    static void insert(Tx tx, String id) {
        tx.sql()
                .createUpdate("INSERT INTO account (id, created_at) VALUES (:id, 1)")
                .bind("id", id)
                .execute();
    }

    static List<String> accounts(ReadableDatabase database) {
        return database.read(tx ->
                tx.sql()
                        .createQuery("SELECT id FROM account ORDER BY id")
                        .mapTo(String.class)
                        .list());
    }

    @Test
    void showsToReadersWhatWasWritten() {
        try (var database = new TestDatabase()) {
            database.write(tx -> {
                insert(tx, "a");
                return true;
            });
            database.writeRelaxed(tx -> {
                insert(tx, "b");
                return true;
            });

            assertThat(accounts(database)).containsExactly("a", "b");
        }
    }

    @Test
    void keepsWhatWasWrittenAfterItWasClosed(@TempDir Path folder) {
        try (var database = SqliteDatabase.open(DbConfig.in(folder))) {
            database.write(tx -> {
                insert(tx, "a");
                return true;
            });
        }

        try (var database = SqliteDatabase.open(DbConfig.in(folder))) {
            assertThat(accounts(database)).containsExactly("a");
        }
    }

    @Test
    void rollsBackWorkThatThrowsAndPassesItsExceptionOnUnchanged() {
        try (var database = new TestDatabase()) {
            var refusal = new ProblemException(new Problem.StorageFull());

            assertThatThrownBy(() ->
                            database.write(tx -> {
                                insert(tx, "a");
                                throw refusal;
                            }))
                    .isSameAs(refusal);
            assertThat(accounts(database)).isEmpty();
        }
    }

    @Test
    void reportsAFailingStatementAsADatabaseException() {
        try (var database = new TestDatabase()) {
            assertThatThrownBy(() -> database.write(tx -> tx.sql().execute("INSERT INTO nowhere")))
                    .isInstanceOf(DatabaseException.class);
            assertThatThrownBy(() -> database.read(tx -> tx.sql().execute("SELECT nothing")))
                    .isInstanceOf(DatabaseException.class);
            assertThat(accounts(database)).isEmpty();
        }
    }

    @Test
    void aFailureInAGroupLeavesTheOthers() throws Exception {
        try (var database = new TestDatabase()) {
            var failures =
                    inOneGroup(
                            database,
                            IntStream.range(0, 20)
                                    .mapToObj(i ->
                                            (Runnable)
                                                    () ->
                                                            database.write(tx -> {
                                                                insert(tx, "" + i);
                                                                if (i % 2 == 0) {
                                                                    throw new IllegalStateException(
                                                                            "even");
                                                                }
                                                                return true;
                                                            }))
                                    .toList());

            assertThat(failures).hasSize(10).allMatch(IllegalStateException.class::isInstance);
            assertThat(accounts(database))
                    .hasSize(10)
                    .allMatch(id -> Integer.parseInt(id) % 2 == 1);
        }
    }

    @Test
    void aFailingCommitFailsTheWholeGroupAndRunsNoActions() throws Exception {
        try (var database = new TestDatabase()) {
            var actions = Collections.synchronizedList(new ArrayList<String>());
            var failures =
                    inOneGroup(
                            database,
                            List.of(
                                    () ->
                                            database.write(tx -> {
                                                insert(tx, "innocent");
                                                tx.afterCommit(() -> actions.add("ran"));
                                                return true;
                                            }),
                                    () -> database.write(SqliteDatabaseTest::breakCommit)));

            assertThat(failures).hasSize(2).allMatch(DatabaseException.class::isInstance);
            assertThat(failures).allMatch(e -> e.getCause() instanceof SQLException);
            assertThat(actions).isEmpty();
            assertThat(accounts(database)).isEmpty();
            database.write(tx -> {
                insert(tx, "next");
                return true;
            });
            assertThat(accounts(database)).containsExactly("next");
        }
    }

    /** A foreign key that is checked at the commit, and broken. */
    private static boolean breakCommit(Tx tx) {
        tx.sql().execute("PRAGMA defer_foreign_keys=ON");
        tx.sql()
                .execute(
                        """
                        INSERT INTO upload (id, repository_id, created_at) VALUES ('u', 77, 1)
                        """);
        return true;
    }

    @Test
    void runsActionsAfterTheCommitInOrderAndBeforeTheCallerGoesOn() {
        try (var database = new TestDatabase()) {
            var seen = new ArrayList<String>();

            database.write(tx -> {
                insert(tx, "a");
                tx.afterCommit(() -> seen.add("first sees " + accounts(database)));
                tx.afterCommit(() -> {
                    throw new IllegalStateException("an action that fails");
                });
                tx.afterCommit(() -> seen.add("last"));
                return true;
            });

            assertThat(seen).containsExactly("first sees [a]", "last");
        }
    }

    @Test
    void forgetsActionsOfWorkThatFailed() {
        try (var database = new TestDatabase()) {
            var seen = new ArrayList<String>();

            assertThatThrownBy(() ->
                            database.write(tx -> {
                                tx.afterCommit(() -> seen.add("ran"));
                                throw new IllegalStateException("no");
                            }))
                    .isInstanceOf(IllegalStateException.class);
            assertThat(seen).isEmpty();
        }
    }

    @Test
    void aReadSeesOneSnapshot() {
        try (var database = new TestDatabase()) {
            var counts =
                    database.read(tx -> {
                        var before = count(tx);
                        Thread writer =
                                Thread.ofPlatform()
                                        .start(() ->
                                                database.write(other -> {
                                                    insert(other, "a");
                                                    return true;
                                                }));
                        Waiting.forEnd(writer);
                        return List.of(before, count(tx));
                    });

            assertThat(counts).containsExactly(0, 0);
            assertThat(accounts(database)).hasSize(1);
        }
    }

    private static int count(Tx tx) {
        return tx.sql().createQuery("SELECT COUNT(*) FROM account").mapTo(Integer.class).one();
    }

    @Test
    void readersCannotWrite() {
        try (var database = new TestDatabase()) {
            assertThatThrownBy(() ->
                            database.read(tx -> {
                                insert(tx, "a");
                                return true;
                            }))
                    .isInstanceOf(DatabaseException.class);
            assertThat(accounts(database)).isEmpty();
        }
    }

    @Test
    void neverBlocksAThreadThatAnswersFromMemory() throws Exception {
        try (var database = new TestDatabase()) {
            for (Runnable call :
                    List.<Runnable>of(
                            () -> database.read(_ -> true),
                            () -> database.write(_ -> true),
                            () -> database.writeRelaxed(_ -> true))) {
                var thrown = new AtomicReference<Throwable>();
                var thread = new MemoryOnly(call, thrown);
                thread.start();
                thread.join();

                assertThat(thrown.get()).isInstanceOf(WouldBlock.class);
            }
        }
    }

    private static final class MemoryOnly extends Thread implements MemoryOnlyThread {
        MemoryOnly(Runnable call, AtomicReference<Throwable> thrown) {
            super(() -> {
                try {
                    call.run();
                } catch (RuntimeException e) {
                    thrown.set(e);
                }
            });
        }
    }

    @Test
    void anInterruptedCallerStillLearnsTheOutcome() {
        try (var database = new TestDatabase()) {
            Thread.currentThread().interrupt();

            boolean written =
                    database.write(tx -> {
                        insert(tx, "a");
                        return true;
                    });

            assertThat(Thread.interrupted()).isTrue();
            assertThat(written).isTrue();
            assertThat(accounts(database)).containsExactly("a");
        }
    }

    @Test
    void refusesWorkAfterItWasClosed(@TempDir Path folder) {
        var database = SqliteDatabase.open(DbConfig.in(folder));
        database.close();

        assertThatThrownBy(() -> database.write(_ -> true)).isInstanceOf(DatabaseException.class);
        assertThatThrownBy(() -> database.read(_ -> true)).isInstanceOf(DatabaseException.class);
    }

    @Test
    void keepsItsFilesFromOthersInAFolderThatTheyMayRead(@TempDir Path folder) throws Exception {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));

        try (var database = SqliteDatabase.open(DbConfig.in(folder))) {
            database.write(tx -> {
                insert(tx, "a");
                return true;
            });

            for (String name : List.of("berth.db", "berth.db-wal", "berth.db-shm")) {
                assertThat(Files.getPosixFilePermissions(folder.resolve(name)))
                        .as(name)
                        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
            }
        }
    }

    @Test
    void refusesAFileThatIsNoDatabase(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("berth.db"), "hello ".repeat(1000));

        assertThatThrownBy(() -> SqliteDatabase.open(DbConfig.in(folder)))
                .isInstanceOf(DatabaseException.class);
    }
}
