package dev.berth.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.aws.Arn;
import dev.berth.problem.AccessProblem;
import dev.berth.problem.IdentityFault;
import dev.berth.problem.ProblemException;
import dev.berth.testing.FixedClock;
import dev.berth.testing.TestDatabase;
import dev.berth.testing.TestIdentity;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HeldPoliciesTest {
    private static final IdentityQuotas FEW = new IdentityQuotas(9, 9, 9, 9, 9, 9, 2, 2);

    private final TestDatabase database = new TestDatabase();
    private final TestIdentity identity = new TestIdentity(database, new FixedClock(), FEW);
    private final User user =
            identity.change(c -> identity.users().create(c, "/", "ann", null, List.of()));
    private final Group group = identity.change(c -> identity.groups().create(c, "/", "devs"));

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void inlinePoliciesAreKeptToTheCharacterAndReplaced() {
        String first = PeopleTest.policy("one") + "\n";
        String second = PeopleTest.policy("two");

        change(c -> identity.held().putInline(c, user.owner(), "own", first));
        assertThat(held().inline()).containsExactly(Map.entry("own", first));

        change(c -> identity.held().putInline(c, user.owner(), "own", second));
        assertThat(held().inline()).containsExactly(Map.entry("own", second));

        change(c -> identity.held().deleteInline(c, user.owner(), "own"));
        assertThat(held().inline()).isEmpty();
        refused(
                c -> identity.held().deleteInline(c, user.owner(), "own"),
                IdentityFault.NO_SUCH_ENTITY,
                "The user policy with name own cannot be found.");
        refused(
                c -> identity.held().deleteInline(c, group.owner(), "ours"),
                IdentityFault.NO_SUCH_ENTITY,
                "The group policy with name ours cannot be found.");
    }

    @Test
    void whatIsNoPolicyIsNotTaken() {
        assertThatThrownBy(() ->
                        change(c ->
                                identity.held()
                                        .putInline(
                                                c,
                                                user.owner(),
                                                "own",
                                                """
                                                {"Version":"2012-10-17","Statement":{"Effect":"Perhaps","Action":"ecr:*","Resource":"*"}}\
                                                """)))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> {
                            var problem = (AccessProblem.Identity) e.problem();
                            assertThat(problem.fault())
                                    .isEqualTo(IdentityFault.MALFORMED_POLICY_DOCUMENT);
                            assertThat(problem.message()).contains("Effect");
                        });
        assertThat(held().inline()).isEmpty();
    }

    @Test
    void allInlinePoliciesTogetherAreBoundedWithoutTheirWhiteSpace() {
        String frame = PeopleTest.policy("");
        int room = 2_048 - Math.toIntExact(HeldPolicies.size(frame));
        String exact = PeopleTest.policy("x".repeat(room)) + " ".repeat(500);

        change(c -> identity.held().putInline(c, user.owner(), "all", exact));

        refused(
                c -> identity.held().putInline(c, user.owner(), "more", frame),
                IdentityFault.LIMIT_EXCEEDED,
                "Maximum policy size of 2048 bytes exceeded for user ann");
        refused(
                c ->
                        identity.held()
                                .putInline(
                                        c,
                                        user.owner(),
                                        "all",
                                        PeopleTest.policy("x".repeat(room + 1))),
                IdentityFault.LIMIT_EXCEEDED,
                "Maximum policy size of 2048 bytes exceeded for user ann");
        change(c -> identity.held().putInline(c, group.owner(), "all", exact));
        change(c -> identity.held().putInline(c, group.owner(), "more", exact));
    }

    @Test
    void attachesWhatThereIs() {
        change(c -> identity.held().attach(c, user.owner(), aws("AdministratorAccess")));
        change(c -> identity.held().attach(c, user.owner(), aws("AdministratorAccess")));

        assertThat(held().attached())
                .containsExactly("arn:aws:iam::aws:policy/AdministratorAccess");
        for (Arn missing :
                List.of(
                        aws("NoSuchAccess"),
                        Arn.iam(TestIdentity.ACCOUNT, "policy/none"),
                        Arn.iam(TestIdentity.ACCOUNT, "user/ann"),
                        new Arn("aws", "ecr", "", "000000000000", "policy/none"))) {
            refused(
                    c -> identity.held().attach(c, user.owner(), missing),
                    IdentityFault.NO_SUCH_ENTITY,
                    "Policy %s does not exist or is not attachable.".formatted(missing));
            refused(
                    c -> identity.held().detach(c, user.owner(), missing),
                    IdentityFault.NO_SUCH_ENTITY,
                    "Policy %s was not found.".formatted(missing));
        }
    }

    @Test
    void attachesSoManyAndNoMore() {
        change(c -> {
            identity.held().attach(c, group.owner(), aws("AdministratorAccess"));
            identity.held().attach(c, group.owner(), aws("IAMFullAccess"));
        });

        refused(
                c -> identity.held().attach(c, group.owner(), aws("IAMReadOnlyAccess")),
                IdentityFault.LIMIT_EXCEEDED,
                "Cannot exceed quota for PoliciesPerGroup: 2");
    }

    @Test
    void aBoundaryIsSetAndTakenAway() {
        change(c -> identity.held().setBoundary(c, user.owner(), aws("IAMReadOnlyAccess")));
        assertThat(snapshot().requireUser("ann").boundary())
                .isEqualTo("arn:aws:iam::aws:policy/IAMReadOnlyAccess");

        change(c -> identity.held().deleteBoundary(c, user.owner()));
        assertThat(snapshot().requireUser("ann").boundary()).isNull();
        refused(
                c -> identity.held().setBoundary(c, user.owner(), aws("NoSuchAccess")),
                IdentityFault.NO_SUCH_ENTITY,
                "Policy arn:aws:iam::aws:policy/NoSuchAccess does not exist or is not attachable.");
    }

    @Test
    void keysOfTagsDifferByMoreThanTheirCase() {
        change(c -> identity.held().tag(c, user.owner(), List.of(new Tag("Team", "a"))));
        change(c -> identity.held().tag(c, user.owner(), List.of(new Tag("TEAM", "b"))));

        assertThat(held().tags()).containsExactly(Map.entry("TEAM", "b"));
        refused(
                c ->
                        identity.held()
                                .tag(
                                        c,
                                        user.owner(),
                                        List.of(new Tag("x", "1"), new Tag("X", "2"))),
                IdentityFault.INVALID_INPUT,
                "Duplicate tag keys found. Please note that Tag keys are case insensitive.");

        change(c -> identity.held().untag(c, user.owner(), List.of("team", "none")));
        assertThat(held().tags()).isEmpty();
    }

    @Test
    void anEntityHasFiftyTagsAtMost() {
        List<Tag> fifty =
                IntStream.range(0, 50).mapToObj(i -> new Tag("key" + i, "value")).toList();
        change(c -> identity.held().tag(c, user.owner(), fifty));
        change(c -> identity.held().tag(c, user.owner(), List.of(new Tag("KEY0", "other"))));

        refused(
                c -> identity.held().tag(c, user.owner(), List.of(new Tag("one-more", ""))),
                IdentityFault.LIMIT_EXCEEDED,
                "The number of tags has reached the maximum limit.");
        assertThat(held().tags()).hasSize(50);
    }

    @Test
    void refusesTagsThatMayNotBe() {
        for (Tag tag :
                List.of(
                        new Tag("", "v"),
                        new Tag("k".repeat(129), "v"),
                        new Tag("k", "v".repeat(257)),
                        new Tag("k", "<v>"),
                        new Tag("aws:k", "v"))) {
            ThrowingCallable tagging =
                    () -> change(c -> identity.held().tag(c, user.owner(), List.of(tag)));
            assertThatThrownBy(tagging).isInstanceOf(ProblemException.class);
        }
        assertThat(held().tags()).isEmpty();
    }

    private static Arn aws(String name) {
        return new Arn("aws", "iam", "", "aws", "policy/" + name);
    }

    private Held held() {
        return snapshot().requireUser("ann").held();
    }

    private AccountSnapshot snapshot() {
        return identity.identities().account(TestIdentity.ACCOUNT);
    }

    private void change(Consumer<Change> work) {
        identity.change(c -> {
            work.accept(c);
            return true;
        });
    }

    private void refused(Consumer<Change> work, IdentityFault fault, String message) {
        IdentityRefusals.assertRefused(() -> change(work), fault, message);
    }
}
