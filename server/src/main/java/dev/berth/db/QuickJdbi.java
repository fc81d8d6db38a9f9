package dev.berth.db;

import org.jdbi.v3.core.ConnectionFactory;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlStatements;

/** Jdbi with what reads our own plain statements fast, from the first one on. */
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
