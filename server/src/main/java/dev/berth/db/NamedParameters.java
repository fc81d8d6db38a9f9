package dev.berth.db;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.statement.ParsedSql;
import org.jdbi.v3.core.statement.SqlParser;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * Finds the {@code :names} of parameters in a statement. Jdbi's own parser is a generated lexer
 * that costs a cold process several milliseconds of a start, and more at each statement it first
 * sees.
 *
 * <p>Understood are {@code :names} of ASCII letters, digits and underscores, {@code ?},
 * PostgreSQL's casts with {@code ::}, and text in single or double quotes, in which nothing is a
 * parameter. A comment is refused.
 */
final class NamedParameters implements SqlParser {
    /** More than berth has: a text that is made for its values must not fill the memory. */
    private static final int MAX_KNOWN = 1_000;

    /** How Jdbi names the parameters of a list: such a statement has a text for each length. */
    private static final String OF_LIST = ":__";

    private final Map<String, ParsedSql> known = new ConcurrentHashMap<>();

    @Override
    public ParsedSql parse(String sql, StatementContext context) {
        ParsedSql parsed = known.get(sql);
        if (parsed == null) {
            parsed = parse(sql);
            if (!sql.contains(OF_LIST) && known.size() < MAX_KNOWN) {
                known.put(sql, parsed);
            }
        }
        return parsed;
    }

    @Override
    public String nameParameter(String name, StatementContext context) {
        return ":" + name;
    }

    static ParsedSql parse(String sql) {
        var parsed = ParsedSql.builder();
        int begin = 0; // of what is not yet taken over
        int at = 0;
        while (at < sql.length()) {
            char c = sql.charAt(at);
            if (SqlWords.isQuote(c)) {
                at = SqlWords.endOfQuoted(sql, at);
            } else if (c == '?') {
                parsed.append(sql.substring(begin, at)).appendPositionalParameter();
                begin = ++at;
            } else if (sql.startsWith("::", at)) {
                at += 2; // a cast of PostgreSQL's
            } else if (c == ':' && SqlWords.endOfName(sql, at + 1) > at + 1) {
                int end = SqlWords.endOfName(sql, at + 1);
                parsed.append(sql.substring(begin, at))
                        .appendNamedParameter(sql.substring(at + 1, end));
                begin = end;
                at = end;
            } else {
                SqlWords.refuseComment(sql, at);
                at++;
            }
        }
        return parsed.append(sql.substring(begin)).build();
    }
}
