package dev.berth.db;

import org.jdbi.v3.core.ConnectionFactory;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlStatements;

/**
 * Jdbi with parsers for the little that our own statements have, named parameters and lists: its
 * own, which are generated for everything that SQL may have, take a tenth of a start.
 */
final class QuickJdbi {
    private QuickJdbi() {}

    static Jdbi on(ConnectionFactory connections) {
        return Jdbi.create(connections)
                .configure(
                        SqlStatements.class,
                        statements ->
                                statements
                                        .setSqlParser(new NamedParameters())
                                        .setTemplateEngine(new ListTemplates()));
    }
}
