package dev.berth.db;

import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jdbi.v3.core.statement.StatementBuilder;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * Keeps the prepared statements of one connection, since neither the driver nor the pool does. Used
 * by one thread at a time, as its connection is; a statement that is in use is not in the cache.
 */
final class StatementCache implements StatementBuilder {
    private static final int MAX_IDLE = 128;

    private final Connection connection;
    private final LinkedHashMap<String, PreparedStatement> idle = new LinkedHashMap<>();

    /**
     * What each statement was prepared from: at its end Jdbi tells the text before parsing only.
     */
    private final Map<Statement, String> texts = new HashMap<>();

    StatementCache(Connection connection) {
        this.connection = connection;
    }

    /** Runs a command that gives no rows. */
    void execute(String command) throws SQLException {
        PreparedStatement statement = take(command);
        try {
            statement.execute();
        } finally {
            giveBack(command, statement);
        }
    }

    @Override
    public PreparedStatement create(Connection unused, String sql, StatementContext context)
            throws SQLException {
        return take(sql);
    }

    @Override
    public void close(Connection unused, String unparsed, Statement statement) throws SQLException {
        String sql = texts.get(statement);
        if (sql != null && statement instanceof PreparedStatement prepared) {
            giveBack(sql, prepared);
        } else {
            statement.close();
        }
    }

    private PreparedStatement take(String sql) throws SQLException {
        PreparedStatement known = idle.remove(sql);
        if (known != null) {
            return known;
        }
        PreparedStatement prepared = connection.prepareStatement(sql);
        texts.put(prepared, sql);
        return prepared;
    }

    private void giveBack(String sql, PreparedStatement statement) throws SQLException {
        try {
            statement.clearParameters();
            statement.clearBatch();
        } catch (SQLException _) {
            // The driver ends a statement that failed for most reasons. Its user has that reason,
            // which a complaint of ours would hide.
            discard(statement);
            return;
        }
        PreparedStatement twin = idle.put(sql, statement);
        if (twin != null) {
            discard(twin);
        } else if (idle.size() > MAX_IDLE) {
            discard(idle.pollFirstEntry().getValue());
        }
    }

    private void discard(PreparedStatement statement) throws SQLException {
        texts.remove(statement);
        statement.close();
    }

    @Override
    public Statement create(Connection unused, StatementContext context) throws SQLException {
        return connection.createStatement();
    }

    @Override
    public CallableStatement createCall(Connection unused, String sql, StatementContext context)
            throws SQLException {
        throw new SQLFeatureNotSupportedException("there are no stored procedures");
    }
}
