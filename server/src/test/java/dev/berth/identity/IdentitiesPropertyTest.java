package dev.berth.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.problem.ProblemException;
import dev.berth.testing.FixedClock;
import dev.berth.testing.TestDatabase;
import dev.berth.testing.TestIdentity;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever is changed in whatever order, what is in memory is what the database holds. */
class IdentitiesPropertyTest {

    enum Kind {
        CREATE_USER,
        RENAME_USER,
        DELETE_USER,
        CREATE_GROUP,
        DELETE_GROUP,
        JOIN,
        LEAVE,
        PUT_POLICY,
        DELETE_POLICY,
        TAG,
        UNTAG,
        CREATE_KEY
    }

    /** {@code name} and {@code other} are of few, so that they meet. */
    record Step(Kind kind, String name, String other, boolean there) {}

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<String> names = Arbitraries.of("a", "B", "c");
        return Combinators.combine(
                        Arbitraries.of(Kind.class), names, names, Arbitraries.of(true, false))
                .as(Step::new)
                .list()
                .ofMaxSize(25);
    }

    @Property(tries = 25)
    void memoryIsAsTheDatabase(@ForAll("steps") List<Step> steps) {
        try (var database = new TestDatabase()) {
            var clock = new FixedClock();
            var here = new TestIdentity(database, clock);
            var there = new TestIdentity(database, clock, IdentityQuotas.ofAws(), here.rootKey());
            for (Step step : steps) {
                TestIdentity node = step.there() ? there : here;
                try {
                    node.change(change -> {
                        apply(node, change, step);
                        return true;
                    });
                } catch (ProblemException _) {
                    continue; // what may not be changes nothing, and shows nothing new
                }
                assertSame(node, fresh(database, node));
            }
            here.identities().refresh();
            there.identities().refresh();
            assertSame(here, there.identities());
        }
    }

    private static void apply(TestIdentity node, Change change, Step step) {
        switch (step.kind()) {
            case CREATE_USER ->
                    node.users()
                            .create(
                                    change,
                                    "/",
                                    step.name(),
                                    null,
                                    List.of(new Tag("made", step.other())));
            case RENAME_USER -> node.users().update(change, step.name(), step.other(), "/x/");
            case DELETE_USER -> node.users().delete(change, step.name());
            case CREATE_GROUP -> node.groups().create(change, "/", step.name());
            case DELETE_GROUP -> node.groups().delete(change, step.name());
            case JOIN -> node.groups().addUser(change, step.name(), step.other());
            case LEAVE -> node.groups().removeUser(change, step.name(), step.other());
            case PUT_POLICY ->
                    node.held()
                            .putInline(
                                    change,
                                    user(node, change, step).owner(),
                                    step.other(),
                                    PeopleTest.policy(step.name()));
            case DELETE_POLICY ->
                    node.held()
                            .deleteInline(change, user(node, change, step).owner(), step.other());
            case TAG ->
                    node.held()
                            .tag(
                                    change,
                                    user(node, change, step).owner(),
                                    List.of(new Tag(step.other(), step.name())));
            case UNTAG ->
                    node.held()
                            .untag(change, user(node, change, step).owner(), List.of(step.other()));
            case CREATE_KEY -> node.accessKeys().create(change, user(node, change, step));
        }
    }

    private static User user(TestIdentity node, Change change, Step step) {
        return node.users().require(change, step.name());
    }

    private static Identities fresh(TestDatabase database, TestIdentity node) {
        var identities =
                new Identities(database, new FixedClock(), node.awsPolicies(), node.accessKeys());
        identities.refresh();
        return identities;
    }

    private static void assertSame(TestIdentity node, Identities other) {
        AccountSnapshot mine = node.identities().account(TestIdentity.ACCOUNT);
        AccountSnapshot others = other.account(TestIdentity.ACCOUNT);
        assertThat(mine.users()).containsExactlyElementsOf(others.users());
        assertThat(mine.groups()).containsExactlyElementsOf(others.groups());
        for (User user : mine.users()) {
            assertThat(mine.groupsOf(user)).isEqualTo(others.groupsOf(user));
            assertThat(mine.keysOf(user))
                    .extracting(StoredKey::id)
                    .isEqualTo(others.keysOf(user).stream().map(StoredKey::id).toList());
            assertThat(node.identities().arnOf(user.id())).isEqualTo(other.arnOf(user.id()));
        }
        assertThat(mine.globalIds()).containsExactlyInAnyOrderElementsOf(others.globalIds());
    }
}
