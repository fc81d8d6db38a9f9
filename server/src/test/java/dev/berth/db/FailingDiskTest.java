package dev.berth.db;

import static dev.berth.db.BusyWriter.inOneGroup;
import static dev.berth.db.SqliteDatabaseTest.accounts;
import static dev.berth.db.SqliteDatabaseTest.insert;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.problem.Problem;
import dev.berth.problem.ProblemException;
import dev.berth.testing.TestDatabase;
import java.util.List;
import java.util.function.Consumer;
import org.jdbi.v3.core.ConnectionException;
import org.junit.jupiter.api.Test;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** What callers are told while the disk is full or broken, and that it ends with its cause. */
class FailingDiskTest {
    private static final String LARGE = "x".repeat(1 << 20);

    private static boolean write(Database database, Consumer<Tx> work) {
        return database.write(tx -> {
            work.accept(tx);
            return true;
        });
    }

    /** SQLite refuses what would make the file larger, as it does where a disk is full. */
    private static void fill(Database database) {
        allow(database, 1);
    }

    private static void free(Database database) {
        allow(database, 1_000_000);
    }

    private static void allow(Database database, int pages) {
        write(
                database,
                tx ->
                        tx.sql()
                                .createQuery("PRAGMA max_page_count=" + pages)
                                .mapTo(Integer.class)
                                .one());
    }

    private static boolean isStorageFull(Throwable failure) {
        return failure instanceof ProblemException e && e.problem() instanceof Problem.StorageFull;
    }

    @Test
    void saysThatTheStorageIsFullAndGoesOnWhenItIsNot() {
        try (var database = new TestDatabase()) {
            fill(database);
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> write(database, tx -> insert(tx, LARGE)))
                        .matches(FailingDiskTest::isStorageFull);
            }
            free(database);

            write(database, tx -> insert(tx, LARGE));
            assertThat(accounts(database)).containsExactly(LARGE);
        }
    }

    @Test
    void saysToAllOfAGroupThatTheStorageIsFull() throws Exception {
        try (var database = new TestDatabase()) {
            fill(database);

            var failures =
                    inOneGroup(
                            database,
                            List.of(
                                    () -> write(database, tx -> insert(tx, "first")),
                                    () -> write(database, tx -> insert(tx, LARGE)),
                                    () -> write(database, tx -> insert(tx, "last"))));

            assertThat(failures).hasSize(3).allMatch(FailingDiskTest::isStorageFull);
            assertThat(accounts(database)).isEmpty();
            free(database);
            write(database, tx -> insert(tx, "next"));
            assertThat(accounts(database)).containsExactly("next");
        }
    }

    @Test
    void failsAllOfAGroupForABrokenDiskAndGoesOn() throws Exception {
        try (var database = new TestDatabase()) {
            var broken = new SQLiteException("broken", SQLiteErrorCode.SQLITE_IOERR_WRITE);

            var failures =
                    inOneGroup(
                            database,
                            List.of(
                                    () -> write(database, tx -> insert(tx, "first")),
                                    () ->
                                            write(
                                                    database,
                                                    tx -> {
                                                        tx.sql().execute("ROLLBACK"); // as SQLite
                                                        // does
                                                        throw new ConnectionException(broken);
                                                    }),
                                    () -> write(database, tx -> insert(tx, "last"))));

            assertThat(failures)
                    .hasSize(3)
                    .allMatch(DatabaseException.class::isInstance)
                    .allSatisfy(e -> assertThat(e).hasRootCause(broken));
            write(database, tx -> insert(tx, "next"));
            assertThat(accounts(database)).containsExactly("next");
        }
    }

    @Test
    void goesOnAfterACommitThatFailed() {
        try (var database = new TestDatabase()) {
            assertThatThrownBy(() ->
                            write(
                                    database,
                                    tx -> {
                                        tx.sql().execute("ROLLBACK");
                                        tx.sql().execute("SAVEPOINT work"); // leaves nothing to
                                        // commit
                                    }))
                    .isInstanceOf(DatabaseException.class);

            write(database, tx -> insert(tx, "next"));
            assertThat(accounts(database)).containsExactly("next");
        }
    }
}
