package dev.berth.db;

import static dev.berth.db.SqliteDatabaseTest.accounts;
import static dev.berth.db.SqliteDatabaseTest.insert;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadOnlyDatabaseTest {
    @TempDir private Path folder;

    private ReadableDatabase openReadOnly(Path in) {
        return SqliteDatabase.openReadOnly(DbConfig.in(in));
    }

    private static void write(Database database, String account) {
        database.write(tx -> {
            insert(tx, account);
            return true;
        });
    }

    private void onFile(String sql) throws SQLException {
        try (Connection connection = SqliteConnections.writing(folder.resolve("berth.db"));
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private List<String> names() throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void seesWhatTheServerBesideItWrites() {
        try (var server = SqliteDatabase.open(DbConfig.in(folder))) {
            write(server, "before");

            try (var beside = openReadOnly(folder)) {
                assertThat(accounts(beside)).containsExactly("before");

                write(server, "since");

                assertThat(accounts(beside)).containsExactly("before", "since");
            }
            write(server, "then");
            assertThat(accounts(server)).containsExactly("before", "since", "then");
        }
    }

    @Test
    void cannotWrite() {
        try (var _ = SqliteDatabase.open(DbConfig.in(folder));
                var beside = openReadOnly(folder)) {
            assertThatThrownBy(() ->
                            beside.read(tx -> {
                                insert(tx, "a");
                                return true;
                            }))
                    .isInstanceOf(DatabaseException.class);
            assertThat(accounts(beside)).isEmpty();
        }
    }

    @Test
    void readsTheLogThatAKilledServerLeft(@TempDir Path copy) throws Exception {
        try (var server = SqliteDatabase.open(DbConfig.in(folder))) {
            write(server, "a");
            for (String name : List.of("berth.db", "berth.db-wal")) {
                Files.copy(folder.resolve(name), copy.resolve(name));
            }
        }

        try (var alone = openReadOnly(copy)) {
            assertThat(accounts(alone)).containsExactly("a");
        }
    }

    @Test
    void readsAFolderThatIsStoppedAndLeavesTheFileAsItIs() throws Exception {
        try (var server = SqliteDatabase.open(DbConfig.in(folder))) {
            write(server, "a");
        }
        byte[] before = Files.readAllBytes(folder.resolve("berth.db"));

        try (var alone = openReadOnly(folder)) {
            assertThat(accounts(alone)).containsExactly("a");
        }

        assertThat(folder.resolve("berth.db")).hasBinaryContent(before);
        try (var server = SqliteDatabase.open(DbConfig.in(folder))) {
            assertThat(accounts(server)).containsExactly("a");
        }
    }

    @Test
    void readsAFolderInWhichNothingCanBeMade() throws Exception {
        try (var server = SqliteDatabase.open(DbConfig.in(folder))) {
            write(server, "a");
        }
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("r-x------"));
        try (var alone = openReadOnly(folder)) {
            assertThat(accounts(alone)).containsExactly("a");
        } finally {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        }
    }

    /** A path may hold what means something in a URI. */
    @Test
    void readsAFrozenFileWhateverItsName() throws Exception {
        Path odd = Files.createDirectory(folder.resolve("a?b#c%20d e"));
        try (var server = SqliteDatabase.open(DbConfig.in(odd))) {
            write(server, "a");
        }

        try (Connection connection =
                        SqliteConnections.frozenSource(odd.resolve("berth.db")).getConnection();
                Statement statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT id FROM account")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getString(1)).isEqualTo("a");
        }
        assertThat(odd.resolve("berth.db-shm")).doesNotExist();
    }

    @Test
    void makesNothingWhereThereIsNoDatabase() throws Exception {
        assertThatThrownBy(() -> openReadOnly(folder))
                .isInstanceOf(DatabaseException.class)
                .hasMessage("there is no database " + folder.resolve("berth.db"));

        assertThat(names()).isEmpty();
    }

    @Test
    void refusesTablesOfAnOlderVersionAndLeavesThem() throws Exception {
        SqliteDatabase.open(DbConfig.in(folder)).close();
        onFile("DELETE FROM schema_history WHERE version <> '001'");

        assertThatThrownBy(() -> openReadOnly(folder))
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining("an older berth (001, not " + Migrations.NEWEST + ")");

        try (Connection connection = SqliteConnections.writing(folder.resolve("berth.db"))) {
            assertThat(Migrations.version(connection)).isEqualTo("001");
        }
    }

    @Test
    void refusesTablesOfANewerVersion() throws Exception {
        SqliteDatabase.open(DbConfig.in(folder)).close();
        onFile(
                """
                INSERT INTO schema_history (installed_rank, version, description, type, script,
                                            checksum, installed_by, execution_time, success)
                VALUES (999, '999', 'later', 'SQL', 'V999__later.sql', 1, '', 1, TRUE)
                """);

        assertThatThrownBy(() -> openReadOnly(folder))
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining("a newer berth (999, not " + Migrations.NEWEST + ")");
    }

    @Test
    void refusesADatabaseThatIsNotBerths() throws Exception {
        onFile("CREATE TABLE other (id INTEGER)");

        assertThatThrownBy(() -> openReadOnly(folder))
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining("is not a database of berth");
    }

    @Test
    void refusesAFileThatIsNoDatabase() throws Exception {
        Files.writeString(folder.resolve("berth.db"), "not a database, but a text\n".repeat(100));

        assertThatThrownBy(() -> openReadOnly(folder))
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining(folder.resolve("berth.db").toString());
    }
}
