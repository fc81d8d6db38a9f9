package dev.berth.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.StringLength;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.ColonPrefixSqlParser;
import org.jdbi.v3.core.statement.DefinedAttributeTemplateEngine;
import org.jdbi.v3.core.statement.ParsedSql;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuickJdbiTest {
    @TempDir private Path folder;

    private Handle open() {
        Jdbi jdbi = QuickJdbi.on(() -> SqliteConnections.writing(folder.resolve("x")));
        return jdbi.open();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1",
                "SELECT :a, :b_2 FROM t WHERE x = :a",
                "INSERT INTO t VALUES (:id,:name)",
                "SELECT ':no' || \":no\" || 'it''s :no' || :yes",
                "SELECT a FROM t WHERE a < :a AND b <> :b AND c <= :c",
                "SELECT x FROM t WHERE x = ?",
                "SELECT x::text FROM t WHERE y = :y",
                ":first = :last",
            })
    void findsTheParametersThatJdbiFinds(String sql) {
        ParsedSql ours = NamedParameters.parse(sql);
        try (Handle handle = open()) {
            ParsedSql theirs =
                    new ColonPrefixSqlParser().parse(sql, handle.createQuery(sql).getContext());

            assertThat(ours.getSql()).isEqualTo(theirs.getSql());
            assertThat(ours.getParameters().getParameterNames())
                    .isEqualTo(theirs.getParameters().getParameterNames());
            assertThat(ours.getParameters().isPositional())
                    .isEqualTo(theirs.getParameters().isPositional());
        }
    }

    @Test
    void takesQuestionMarksByTheirPosition() {
        try (Handle sql = open()) {
            assertThat(
                            sql.createQuery("SELECT ? || '?' || ?")
                                    .bind(0, "a")
                                    .bind(1, "b")
                                    .mapTo(String.class)
                                    .one())
                    .isEqualTo("a?b");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1",
                "SELECT x FROM t WHERE x IN (<list>)",
                "SELECT '<list>' || \"<list>\" || 'it''s <list>' WHERE x IN (<list>)",
                "SELECT a FROM t WHERE a < :a AND b <> :b AND c <= :c AND d IN (<list>,<other>)",
                "<list>",
            })
    void putsListsWhereJdbiPutsThem(String template) {
        try (Handle handle = open()) {
            var context =
                    handle.createQuery(template)
                            .bindList("list", List.of(1, 2, 3))
                            .bindList("other", List.of("x"))
                            .getContext();

            assertThat(new ListTemplates().render(template, context))
                    .isEqualTo(new DefinedAttributeTemplateEngine().render(template, context));
        }
    }

    @Test
    void remembersFixedStatementsAndNotThoseWithLists() {
        try (Handle handle = open()) {
            String template = "SELECT :a WHERE 1 IN (<list>)";
            var context = handle.createQuery(template).bindList("list", List.of(1, 2)).getContext();
            String listed = new ListTemplates().render(template, context);
            String fixed = "SELECT :a";
            var parser = new NamedParameters();

            assertThat(parser.parse(fixed, context)).isSameAs(parser.parse(fixed, context));
            assertThat(parser.parse(listed, context)).isNotSameAs(parser.parse(listed, context));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"SELECT 1 -- it's", "SELECT /* :a */ 1"})
    void refusesComments(String sql) {
        assertThatThrownBy(() -> NamedParameters.parse(sql))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("comment");
    }

    @Test
    void takesWhatLooksLikeACommentInQuotesForText() {
        String sql = "SELECT '--', \"/*\", 1 - -1, 4 / 2";

        assertThat(NamedParameters.parse(sql).getSql()).isEqualTo(sql);
    }

    @Property
    void leavesQuotedTextAlone(@ForAll @AlphaChars @StringLength(max = 10) String text) {
        String quoted = "SELECT ':" + text + "<" + text + ">'";

        assertThat(NamedParameters.parse(quoted).getSql()).isEqualTo(quoted);
    }

    @Test
    void putsListsInWhereTheyAreNamed() {
        try (Handle sql = open()) {
            assertThat(
                            sql.createQuery(
                                            "SELECT '<kept>' WHERE 1 <2 AND 3> 2 AND :a IN (<list>)"
                                                    + " AND 9 NOT IN (<list>)")
                                    .bind("a", 2)
                                    .bindList("list", List.of(1, 2, 3))
                                    .mapTo(String.class)
                                    .list())
                    .containsExactly("<kept>");
        }
    }

    @Test
    void refusesAListThatIsNotBound() {
        try (Handle sql = open()) {
            assertThatThrownBy(() ->
                            sql.createQuery("SELECT 1 WHERE 1 IN (<list>)")
                                    .mapTo(String.class)
                                    .list())
                    .hasStackTraceContaining("<list>");
        }
    }

    @Test
    void refusesAQuoteThatIsNotClosed() {
        assertThatThrownBy(() -> NamedParameters.parse("SELECT 'a"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void tellsWhichParameterLacksAValue() {
        try (Handle sql = open()) {
            assertThatThrownBy(() -> sql.createQuery("SELECT :gone").mapTo(String.class).list())
                    .hasMessageContaining("gone");
        }
    }
}
