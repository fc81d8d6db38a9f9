package dev.berth.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.StatementBuilder;
import org.jdbi.v3.core.statement.StatementContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteException;

class StatementCacheTest {
    private static final String SUM = "SELECT :a + :b";

    @TempDir private Path folder;

    /** Notes each statement that the cache gives out. */
    private record Noting(StatementCache cache, List<PreparedStatement> used)
            implements StatementBuilder {
        @Override
        public Statement create(Connection connection, StatementContext context)
                throws SQLException {
            return cache.create(connection, context);
        }

        @Override
        public PreparedStatement create(Connection connection, String sql, StatementContext context)
                throws SQLException {
            PreparedStatement statement = cache.create(connection, sql, context);
            used.add(statement);
            return statement;
        }

        @Override
        public CallableStatement createCall(
                Connection connection, String sql, StatementContext context) throws SQLException {
            return cache.createCall(connection, sql, context);
        }

        @Override
        public void close(Connection connection, String sql, Statement statement)
                throws SQLException {
            cache.close(connection, sql, statement);
        }
    }

    private static Handle open(Connection connection, List<PreparedStatement> used) {
        var statements = new Noting(new StatementCache(connection), used);
        return Jdbi.create(() -> connection).setStatementBuilderFactory(_ -> statements).open();
    }

    private static int sum(Handle sql, int a, int b) {
        return sql.createQuery(SUM).bind("a", a).bind("b", b).mapTo(Integer.class).one();
    }

    @Test
    void preparesAStatementWithParametersOnce() throws Exception {
        var used = new ArrayList<PreparedStatement>();
        try (Handle sql = open(SqliteConnections.writing(folder.resolve("x")), used)) {
            assertThat(sum(sql, 1, 2)).isEqualTo(3);
            assertThat(sum(sql, 3, 4)).isEqualTo(7);

            assertThat(used).hasSize(2);
            assertThat(used.getLast()).isSameAs(used.getFirst());
        }
    }

    @Test
    void doesNotGiveAStatementThatIsInUse() throws Exception {
        var used = new ArrayList<PreparedStatement>();
        try (Handle sql = open(SqliteConnections.writing(folder.resolve("x")), used)) {
            int outer =
                    sql.createQuery(SUM)
                            .bind("a", 1)
                            .bind("b", 2)
                            .map((row, _) -> row.getInt(1) + sum(sql, 3, 4))
                            .one();

            assertThat(outer).isEqualTo(10);
            assertThat(used.getLast()).isNotSameAs(used.getFirst());
            assertThat(sum(sql, 5, 6)).isEqualTo(11);
        }
    }

    @Test
    void forgetsTheParametersOfTheLastUse() throws Exception {
        try (Handle sql = open(SqliteConnections.writing(folder.resolve("x")), new ArrayList<>())) {
            sum(sql, 1, 2);

            assertThatThrownBy(() -> sql.createQuery(SUM).bind("a", 1).mapTo(Integer.class).one())
                    .isInstanceOf(JdbiException.class);
            assertThat(sum(sql, 2, 2)).isEqualTo(4);
        }
    }

    @Test
    void servesMoreStatementsThanItKeeps() throws Exception {
        try (Handle sql = open(SqliteConnections.writing(folder.resolve("x")), new ArrayList<>())) {
            for (int round = 0; round < 2; round++) {
                for (int i = 0; i < 300; i++) {
                    assertThat(sql.createQuery("SELECT " + i).mapTo(Integer.class).one())
                            .isEqualTo(i);
                }
            }
        }
    }

    @Test
    void letsGoOfAStatementThatFailedAndDoesNotHideWhy() throws Exception {
        try (var connection = SqliteConnections.writing(folder.resolve("x"))) {
            var statements = new StatementCache(connection);

            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> statements.execute("COMMIT"))
                        .isInstanceOf(SQLiteException.class)
                        .hasMessageContaining("no transaction is active")
                        .hasNoSuppressedExceptions();
            }
            statements.execute("BEGIN");
            statements.execute("COMMIT");
        }
    }
}
