package dev.berth.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.db.Tx;
import dev.berth.oci.Digest;
import dev.berth.oci.Tag;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.StatementContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A page is read from where it begins, in the order of an index: the last one of many costs what
 * the first does.
 */
class ListingPlansTest {
    private static final Digest SOME = ImageFixture.digestOf("some");

    private final ImageFixture fixture = new ImageFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    private static List<Set<ImageState>> states() {
        return List.of(Set.of(ImageState.ACTIVE), Set.of(ImageState.ARCHIVED), ImageState.PRESENT);
    }

    private static Stream<Arguments> filters() {
        return states().stream()
                .flatMap(states ->
                        Stream.of(TagStatus.values()).map(status -> Arguments.of(status, states)));
    }

    /** How the database would run what this runs. */
    private List<String> plan(Consumer<Tx> reading) {
        return fixture.database.read(tx -> {
            var statements = new ArrayList<String>();
            var config = tx.sql().getConfig(SqlStatements.class);
            config.setSqlLogger(
                    new SqlLogger() {
                        @Override
                        public void logAfterExecution(StatementContext context) {
                            statements.add(context.getRenderedSql());
                        }
                    });
            reading.accept(tx);
            config.setSqlLogger(SqlLogger.NOP_SQL_LOGGER);
            assertThat(statements).hasSize(1);
            String literal =
                    statements
                            .getFirst()
                            .replaceAll(":(repository|limit)\\b", "1")
                            .replaceAll(":[a-z]+\\b", "'x'");
            return tx.sql()
                    .createQuery("EXPLAIN QUERY PLAN " + literal)
                    .map((row, _) -> row.getString("detail"))
                    .list();
        });
    }

    /** Of one state alone, those of the others are not even looked at. */
    private static String index(Set<ImageState> states) {
        return states.size() == 1 ? "image_by_state" : "sqlite_autoindex_image_1";
    }

    private static void isOfAnIndex(List<String> plan, String beginsAt) {
        assertThat(plan.getFirst()).contains("SEARCH", beginsAt);
        assertThat(plan).noneMatch(step -> step.contains("SCAN") || step.contains("TEMP B-TREE"));
    }

    @ParameterizedTest
    @MethodSource("filters")
    void describesFromWhereThePageBegins(TagStatus status, Set<ImageState> states) {
        var store = new ImageStore();

        var plan = plan(tx -> store.list(tx, 1, status, states, SOME, 100));

        isOfAnIndex(plan, "digest>?");
        assertThat(plan.getFirst()).contains(index(states));
    }

    @ParameterizedTest
    @MethodSource("filters")
    void listsFromWhereThePageBegins(TagStatus status, Set<ImageState> states) {
        var store = new ImageTagStore();
        var after = new ImageId(SOME, new Tag("v1"));

        var plan = plan(tx -> store.ids(tx, 1, status, states, after, 100));

        isOfAnIndex(plan, "digest>?");
        assertThat(plan.getFirst()).contains(index(states));
    }

    @ParameterizedTest
    @MethodSource("states")
    void readsTheTagsOfThePageAlone(Set<ImageState> states) {
        var store = new ImageTagStore();

        isOfAnIndex(plan(tx -> store.between(tx, 1, SOME, SOME, states)), "digest>? AND digest<?");
    }

    @Test
    void findsReferrersByTheirSubject() {
        var selection = new Referrers.Selection(SOME, Set.of(), Set.of(ImageState.ACTIVE), SOME);

        var plan = plan(tx -> new ReferrerStore().list(tx, 1, selection, 100));

        isOfAnIndex(plan, "subject=? AND digest>?");
    }

    @Test
    void findsWhatRefersToAnImageOrABlobByThat() {
        var store = new ImageReferenceStore();

        isOfAnIndex(plan(tx -> store.parents(tx, 1, SOME, Set.of(ImageState.ACTIVE))), "target=?");
        isOfAnIndex(plan(tx -> store.hasBlobOfActive(tx, 1, SOME)), "target=?");
    }

    @Test
    void listsTagsFromWhereThePageBegins() {
        var store = new ImageTagStore();

        isOfAnIndex(plan(tx -> store.list(tx, 1, new Tag("v1"), 100)), "tag>?");
    }
}
