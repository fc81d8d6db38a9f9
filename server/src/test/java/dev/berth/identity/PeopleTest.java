package dev.berth.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.aws.Arn;
import dev.berth.problem.IdentityFault;
import dev.berth.testing.FixedClock;
import dev.berth.testing.TestDatabase;
import dev.berth.testing.TestIdentity;
import java.util.List;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Users, groups, and who is in which. */
class PeopleTest {
    private static final IdentityQuotas FEW = new IdentityQuotas(3, 2, 2, 2, 2, 1, 2, 2);
    private static final Arn READ_ONLY =
            new Arn("aws", "iam", "", "aws", "policy/AmazonEC2ContainerRegistryReadOnly");

    private final FixedClock clock = new FixedClock();
    private final TestDatabase database = new TestDatabase();
    private final TestIdentity identity = new TestIdentity(database, clock, FEW);

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aUserHasAnIdOfItsOwnAndIsFoundInAnyCase() {
        User user = create("Ann");

        assertThat(user.id()).matches("AIDA[A-Z2-7]{17}");
        assertThat(user.arn()).hasToString("arn:aws:iam::000000000000:user/Ann");
        assertThat(user.createdAt()).isEqualTo(clock.instant());
        assertThat(snapshot().user("aNN")).contains(user);
        assertThat(snapshot().userOf(user.id())).contains(user);
    }

    @Test
    void namesThatDifferByTheirCaseAloneAreTheSame() {
        create("Ann");

        refused(
                () -> create("ANN"),
                IdentityFault.ENTITY_ALREADY_EXISTS,
                "User with name ANN already exists.");
        assertThat(snapshot().users()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a/b", "ä", "a:b", "a*"})
    void refusesNamesOfOtherCharacters(String name) {
        refused(
                () -> create(name),
                IdentityFault.VALIDATION_ERROR,
                "The specified value for userName is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-");
    }

    @Test
    void refusesNamesThatAreEmptyOrTooLong() {
        create("a".repeat(64));

        refused(
                () -> create("a".repeat(65)),
                IdentityFault.VALIDATION_ERROR,
                "1 validation error detected: Value at 'userName' failed to satisfy constraint: Member must have length less than or equal to 64");
        refused(
                () -> create(""),
                IdentityFault.VALIDATION_ERROR,
                "1 validation error detected: Value at 'userName' failed to satisfy constraint: Member must have length greater than or equal to 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"staff", "/staff", "staff/", "/a b/", "//"})
    void refusesPathsThatDoNotBeginAndEndWithASlash(String path) {
        refused(
                () ->
                        identity.change(change ->
                                identity.users().create(change, path, "ann", null, List.of())),
                IdentityFault.VALIDATION_ERROR,
                "The specified value for path is invalid. It must begin and end with / and contain only alphanumeric characters and/or / characters.");
    }

    @Test
    void anAccountHasSoManyUsersAndNoMore() {
        create("a");
        create("b");
        create("c");

        refused(
                () -> create("d"),
                IdentityFault.LIMIT_EXCEEDED,
                "Cannot exceed quota for UsersPerAccount: 3");
    }

    @Test
    void aUserChangesItsNameButNotToThatOfAnother() {
        User ann = create("ann");
        create("bob");

        change(c -> identity.users().update(c, "ann", "ANN", null));

        assertThat(snapshot().requireUser("ann").name()).isEqualTo("ANN");
        assertThat(snapshot().requireUser("ann").id()).isEqualTo(ann.id());
        refused(
                () -> change(c -> identity.users().update(c, "ann", "Bob", null)),
                IdentityFault.ENTITY_ALREADY_EXISTS,
                "User with name Bob already exists.");
        refused(
                () -> change(c -> identity.users().update(c, "eve", "x", null)),
                IdentityFault.NO_SUCH_ENTITY,
                "The user with name eve cannot be found.");
    }

    @Test
    void aUserGoesOnlyWhenItHoldsNothing() {
        User user = create("ann");
        String key = identity.change(c -> identity.accessKeys().create(c, user)).id();
        change(c -> {
            identity.groups().create(c, "/", "devs");
            identity.groups().addUser(c, "devs", "ann");
            identity.held().attach(c, user.owner(), READ_ONLY);
            identity.held().putInline(c, user.owner(), "own", policy(""));
            identity.held().tag(c, user.owner(), List.of(new Tag("a", "b")));
        });

        deletionConflicts("Cannot delete entity, must remove users from group first.");
        change(c -> identity.groups().removeUser(c, "devs", "ann"));
        deletionConflicts("Cannot delete entity, must delete access keys first.");
        change(c -> identity.accessKeys().delete(c, user, key));
        deletionConflicts("Cannot delete entity, must detach all policies first.");
        change(c -> identity.held().detach(c, user.owner(), READ_ONLY));
        deletionConflicts("Cannot delete entity, must delete policies first.");
        change(c -> identity.held().deleteInline(c, user.owner(), "own"));
        change(c -> identity.users().delete(c, "ann"));

        assertThat(snapshot().user("ann")).isEmpty();
        assertThat(create("ann").held()).isEqualTo(Held.NOTHING);
        assertThat(snapshot().requireUser("ann").held().tags()).isEmpty();
    }

    @Test
    void aGroupHasMembersAndGoesOnlyWithoutThem() {
        User user = create("ann");
        Group group = identity.change(c -> identity.groups().create(c, "/teams/", "devs"));
        change(c -> identity.groups().addUser(c, "DEVS", "ANN"));
        change(c -> identity.groups().addUser(c, "devs", "ann"));

        assertThat(group.id()).matches("AGPA[A-Z2-7]{17}");
        assertThat(snapshot().membersOf(snapshot().requireGroup("devs"))).containsExactly(user);
        assertThat(snapshot().groupsOf(user))
                .extracting(Group::arn)
                .containsExactly(Arn.iam(TestIdentity.ACCOUNT, "group/teams/devs"));
        refused(
                () -> change(c -> identity.groups().delete(c, "devs")),
                IdentityFault.DELETE_CONFLICT,
                "Cannot delete entity, must remove users from group first.");

        change(c -> identity.groups().removeUser(c, "devs", "ann"));
        change(c -> identity.groups().removeUser(c, "devs", "ann"));
        change(c -> identity.groups().delete(c, "devs"));

        assertThat(snapshot().groups()).isEmpty();
        assertThat(snapshot().groupsOf(user)).isEmpty();
    }

    @Test
    void aUserIsInSoManyGroupsAndNoMore() {
        create("ann");
        change(c -> {
            identity.groups().create(c, "/", "one");
            identity.groups().create(c, "/", "two");
            identity.groups().addUser(c, "one", "ann");
        });

        refused(
                () -> change(c -> identity.groups().addUser(c, "two", "ann")),
                IdentityFault.LIMIT_EXCEEDED,
                "Cannot exceed quota for GroupsPerUser: 1");
        refused(
                () -> identity.change(c -> identity.groups().create(c, "/", "three")),
                IdentityFault.LIMIT_EXCEEDED,
                "Cannot exceed quota for GroupsPerAccount: 2");
    }

    @Test
    void onlyWhoIsThereJoinsAGroupThatIsThere() {
        create("ann");
        change(c -> identity.groups().create(c, "/", "devs"));

        refused(
                () -> change(c -> identity.groups().addUser(c, "devs", "eve")),
                IdentityFault.NO_SUCH_ENTITY,
                "The user with name eve cannot be found.");
        refused(
                () -> change(c -> identity.groups().addUser(c, "ops", "ann")),
                IdentityFault.NO_SUCH_ENTITY,
                "The group with name ops cannot be found.");
        refused(
                () -> change(c -> identity.groups().update(c, "ops", "x", null)),
                IdentityFault.NO_SUCH_ENTITY,
                "The group with name ops cannot be found.");
    }

    @Test
    void whatTheFileDeclaresIsChangedByTheFileAlone() {
        identity.declare(c -> identity.users().create(c, "/", "ann", null, List.of()));
        identity.declare(c -> identity.groups().create(c, "/", "devs"));
        String user =
                "The user ann is declared in the identities file of this server. Change it there.";

        for (Consumer<Change> forbidden :
                List.<Consumer<Change>>of(
                        c -> identity.users().delete(c, "ann"),
                        c -> identity.users().update(c, "ann", "eve", null),
                        c -> identity.users().changeable(c, "ann"),
                        c -> identity.groups().addUser(c, "devs", "ann"),
                        c -> identity.groups().removeUser(c, "devs", "ann"))) {
            refused(() -> change(forbidden), IdentityFault.UNMODIFIABLE_ENTITY, user);
        }
        refused(
                () -> change(c -> identity.groups().delete(c, "devs")),
                IdentityFault.UNMODIFIABLE_ENTITY,
                "The group devs is declared in the identities file of this server. Change it there.");

        identity.declare(c -> {
            identity.groups().addUser(c, "devs", "ann");
            identity.groups().removeUser(c, "devs", "ann");
            identity.users().delete(c, "ann");
            identity.groups().delete(c, "devs");
            return true;
        });

        assertThat(snapshot().users()).isEmpty();
    }

    @Test
    void everyChangeLeavesWordOfItself() {
        create("ann");
        change(c -> identity.users().delete(c, "ann"));

        List<String> events =
                database.read(tx ->
                        tx.sql()
                                .createQuery(
                                        """
                                        SELECT type || ' ' || resource || ' ' || principal
                                          FROM outbox
                                         WHERE type LIKE 'identity.user-%'
                                         ORDER BY id
                                        """)
                                .mapTo(String.class)
                                .list());

        assertThat(events)
                .containsExactly(
                        "identity.user-created arn:aws:iam::000000000000:user/ann arn:aws:iam::000000000000:root",
                        "identity.user-deleted arn:aws:iam::000000000000:user/ann arn:aws:iam::000000000000:root");
    }

    private void deletionConflicts(String message) {
        refused(
                () -> change(c -> identity.users().delete(c, "ann")),
                IdentityFault.DELETE_CONFLICT,
                message);
    }

    static String policy(String padding) {
        return """
        {"Version":"2012-10-17","Id":"%s","Statement":{"Effect":"Allow","Action":"ecr:*","Resource":"*"}}\
        """
                .formatted(padding);
    }

    private User create(String name) {
        return identity.change(c -> identity.users().create(c, "/", name, null, List.of()));
    }

    private void change(Consumer<Change> work) {
        identity.change(c -> {
            work.accept(c);
            return true;
        });
    }

    private AccountSnapshot snapshot() {
        return identity.identities().account(TestIdentity.ACCOUNT);
    }

    private static void refused(ThrowingCallable call, IdentityFault fault, String message) {
        IdentityRefusals.assertRefused(call, fault, message);
    }
}
