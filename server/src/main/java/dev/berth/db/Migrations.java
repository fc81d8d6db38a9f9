package dev.berth.db;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/**
 * Brings the tables up to date. Flyway takes longer to find that there is nothing to do than the
 * rest of a start, so a database that is at the newest version already is not shown to it.
 */
final class Migrations {
    /** The newest file in resources/db. */
    static final String NEWEST = "007";

    private static final String HISTORY = "schema_history";

    private Migrations() {}

    static void apply(Connection connection, DataSource source) throws SQLException {
        if (!isCurrent(connection)) {
            Flyway.configure()
                    .dataSource(source)
                    .locations("classpath:db")
                    .table(HISTORY)
                    .placeholders(Map.of("text", "TEXT", "bytes", "BLOB"))
                    .ignoreMigrationPatterns(new String[0]) // a newer berth's database is refused
                    .load()
                    .migrate();
        }
    }

    static boolean isCurrent(Connection connection) throws SQLException {
        return version(connection).equals(NEWEST);
    }

    /** The newest that was applied; empty where none was, or where one failed half-way. */
    static String version(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return has(
                                    statement,
                                    "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = '"
                                            + HISTORY
                                            + "'")
                            && !has(
                                    statement,
                                    "SELECT 1 FROM " + HISTORY + " WHERE success = FALSE")
                    ? newest(statement)
                    : "";
        }
    }

    private static boolean has(Statement statement, String query) throws SQLException {
        try (ResultSet rows = statement.executeQuery(query)) {
            return rows.next();
        }
    }

    private static String newest(Statement statement) throws SQLException {
        try (ResultSet rows =
                statement.executeQuery(
                        "SELECT version FROM "
                                + HISTORY
                                + " WHERE version IS NOT NULL ORDER BY installed_rank DESC LIMIT"
                                + " 1")) {
            return rows.next() ? rows.getString(1) : "";
        }
    }
}
