package dev.berth.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MigrationsTest {
    @TempDir private Path folder;

    private void onFile(String sql) throws SQLException {
        try (Connection connection = SqliteConnections.writing(folder.resolve("berth.db"));
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void knowsTheNewestOfTheFiles() throws Exception {
        try (Stream<Path> files = Files.list(Path.of("src/main/resources/db"))) {
            String newest =
                    files.map(file -> file.getFileName().toString())
                            .max(Comparator.naturalOrder())
                            .orElseThrow();

            assertThat(newest).startsWith("V" + Migrations.NEWEST + "__");
        }
    }

    @Test
    void aDatabaseThatIsCurrentNeedsNoMigration() throws Exception {
        Path file = folder.resolve("berth.db");
        try (Connection connection = SqliteConnections.writing(file)) {
            assertThat(Migrations.isCurrent(connection)).isFalse();

            Migrations.apply(connection, SqliteConnections.source(file));

            assertThat(Migrations.isCurrent(connection)).isTrue();
        }
    }

    @Test
    void refusesADatabaseOfANewerVersion() throws Exception {
        SqliteDatabase.open(DbConfig.in(folder)).close();
        onFile(
                """
                INSERT INTO schema_history (installed_rank, version, description, type, script,
                                            checksum, installed_by, execution_time, success)
                VALUES (999, '999', 'later', 'SQL', 'V999__later.sql', 1, '', 1, TRUE)
                """);

        assertThatThrownBy(() -> SqliteDatabase.open(DbConfig.in(folder)))
                .isInstanceOf(DatabaseException.class);
    }
}
