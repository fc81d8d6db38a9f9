package dev.berth.identity.file;

import static dev.berth.identity.file.DeclaredFixture.ACCOUNT;
import static dev.berth.identity.file.DeclaredFixture.ALL;
import static dev.berth.identity.file.DeclaredFixture.account;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.aws.Arn;
import dev.berth.identity.ManagedPolicy;
import dev.berth.identity.NewPolicy;
import dev.berth.identity.Tag;
import dev.berth.identity.User;
import dev.berth.problem.ProblemException;
import dev.berth.testing.TestIdentity;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is declared in a file and what was made through the API leave each other alone. */
class DeclaredBesideApiTest {
    private static final Arn PUSH = Arn.iam(ACCOUNT, "policy/push");

    private final DeclaredFixture fixture = new DeclaredFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void leavesAloneWhatWasMadeThroughTheApi() throws Exception {
        fixture.applyAccount("");
        var identity = fixture.identity();
        identity.changes()
                .change(
                        ACCOUNT,
                        TestIdentity.ACTOR,
                        change -> {
                            var user =
                                    identity.users()
                                            .create(
                                                    change,
                                                    "/",
                                                    "alice",
                                                    null,
                                                    List.of(new Tag("a", "b")));
                            identity.groups().create(change, "/", "people");
                            return identity.accessKeys().create(change, user);
                        });
        var before = fixture.contents(ACCOUNT);

        fixture.applyAccount(ALL);
        fixture.applyAccount("");

        assertThat(fixture.contents(ACCOUNT)).isEqualTo(before);
    }

    @Test
    void takesOverAnEntityOfTheApiOnlyWhenToldTo() throws Exception {
        fixture.applyAccount("");
        var identity = fixture.identity();
        User made =
                identity.changes()
                        .change(
                                ACCOUNT,
                                TestIdentity.ACTOR,
                                change ->
                                        identity.users()
                                                .create(change, "/", "CI", null, List.of()));

        assertThat(fixture.faults(account("users: [{name: ci}]")))
                .containsExactly(
                        "accounts[0].users[0]: the user 'ci' was made through the API; adopt: true takes it over");
        assertThat(fixture.account().requireUser("ci").declared()).isFalse();

        fixture.applyAccount("users: [{name: ci, adopt: true}]");

        User adopted = fixture.account().requireUser("ci");
        assertThat(adopted.declared()).isTrue();
        assertThat(adopted.name()).isEqualTo("ci");
        assertThat(adopted.id()).isEqualTo(made.id());
    }

    @Test
    void aPolicyThatIsTakenOverKeepsItsIdWithAnotherDescription() throws Exception {
        String document =
                "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"ecr:*\",\"Resource\":\"*\"}]}";
        fixture.applyAccount("");
        ManagedPolicy made =
                fixture.identity()
                        .changes()
                        .change(
                                ACCOUNT,
                                TestIdentity.ACTOR,
                                change ->
                                        fixture.identity()
                                                .policies()
                                                .create(
                                                        change,
                                                        new NewPolicy(
                                                                "/", "push", "by hand", document,
                                                                List.of())));

        fixture.applyAccount(
                "policies: [{name: push, description: declared, adopt: true, document: %s}]"
                        .formatted(document));

        ManagedPolicy adopted = fixture.account().policies().iterator().next();
        assertThat(adopted.declared()).isTrue();
        assertThat(adopted.id()).isEqualTo(made.id());
        assertThat(adopted.description()).isEqualTo("declared");
    }

    @Test
    void aKeyOfTheApiIsNotTakenOver() throws Exception {
        fixture.applyAccount("users: [{name: ci}]");
        var identity = fixture.identity();
        User ci = fixture.account().requireUser("ci");
        String made =
                identity.changes()
                        .change(
                                ACCOUNT,
                                TestIdentity.ACTOR,
                                change -> identity.accessKeys().create(change, ci).id());

        assertThat(
                        fixture.faults(
                                account(
                                        "users: [{name: ci, access-keys: [{id: %s, secret-variable: CI}]}]"
                                                .formatted(made))))
                .containsExactly(
                        "accounts[0].users[0].access-keys[0]: the access key '%s' was made through the API; delete it there first"
                                .formatted(made));
    }

    @Test
    void aPolicyThatGoesIsDetachedFromWhoeverWasMadeThroughTheApi() throws Exception {
        fixture.applyAccount(ALL);
        var identity = fixture.identity();
        fixture.change(c -> {
            identity.held()
                    .attach(
                            c,
                            identity.users().create(c, "/", "alice", null, List.of()).owner(),
                            PUSH);
            identity.held().attach(c, identity.groups().create(c, "/", "people").owner(), PUSH);
        });

        fixture.apply("accounts: []\n");

        assertThat(fixture.account().policies()).isEmpty();
        assertThat(fixture.account().requireUser("alice").held().attached()).isEmpty();
        assertThat(fixture.account().group("people").orElseThrow().held().attached()).isEmpty();
    }

    @Test
    void aPolicyStaysWhileItBoundsWhoeverWasMadeThroughTheApi() throws Exception {
        fixture.applyAccount(ALL);
        var identity = fixture.identity();
        fixture.change(c ->
                identity.held()
                        .setBoundary(
                                c,
                                identity.users().create(c, "/", "alice", null, List.of()).owner(),
                                PUSH));
        var before = fixture.account();

        assertThat(fixture.faults("accounts: []\n"))
                .containsExactly(
                        PUSH
                                + ": The policy "
                                + PUSH
                                + " is the permissions boundary of user alice; give them another boundary first.");
        assertThat(fixture.account()).isSameAs(before);
    }

    @Test
    void declaredEntitiesDoNotChangeThroughTheApi() throws Exception {
        fixture.applyAccount(ALL);
        var identity = fixture.identity();

        assertRefused(() -> fixture.change(c -> identity.users().update(c, "ci", "other", null)));
        assertRefused(() -> fixture.change(c -> identity.users().delete(c, "ci")));
        assertRefused(
                () -> fixture.change(c -> identity.groups().update(c, "robots", "other", null)));
        assertRefused(() -> fixture.change(c -> identity.groups().removeUser(c, "robots", "ci")));
        assertRefused(() -> fixture.change(c -> identity.accounts().setAlias(c, "other")));
        assertRefused(() -> fixture.change(c -> identity.accounts().removeAlias(c, "team-a")));
        assertRefused(() -> fixture.change(c -> identity.accounts().setRootDisabled(c, false)));
        User ci = fixture.account().requireUser("ci");
        assertRefused(() ->
                fixture.change(c -> identity.accessKeys().delete(c, ci, "AKIAAAAAAAAAAAAAAAAA")));
        assertRefused(() ->
                fixture.change(c ->
                        identity.accessKeys().setActive(c, ci, "AKIAAAAAAAAAAAAAAAAA", false)));
    }

    private static void assertRefused(ThrowingCallable work) {
        assertThatThrownBy(work)
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("is declared in the identities file of this server");
    }
}
