package dev.berth.api.iam;

import dev.berth.events.Outbox;
import dev.berth.identity.Change;
import dev.berth.identity.IdentityChanges;
import dev.berth.runtime.Clocks;
import dev.berth.testing.TestIdentity;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What another server changes after a call was allowed, and before it has done its work. */
class ConcurrentChangesTest {
    private static final String POLICY =
            "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}}";

    private final IamCalls iam = new IamCalls();
    private final Clocks clocks = new Clocks(iam.clock, iam.clock);

    /** Of a server whose changes this one has not heard of. */
    private final IdentityChanges elsewhere =
            new IdentityChanges(
                    iam.database, new Outbox(iam.identity.ids(), clocks), clocks, (_, _) -> {});

    @BeforeEach
    void make() {
        iam.call("CreateUser", "UserName", "ann");
        iam.call("CreateGroup", "GroupName", "team");
    }

    @AfterEach
    void close() {
        iam.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DeleteUser",
                "UpdateUser",
                "PutUserPolicy PolicyName p PolicyDocument " + POLICY,
                "AttachUserPolicy PolicyArn arn:aws:iam::aws:policy/AdministratorAccess",
                "DeleteUserPermissionsBoundary",
                "UntagUser TagKeys.member.1 a",
                "CreateAccessKey",
                "DeleteAccessKey AccessKeyId AKIAAAAAAAAAAAAAAAAA"
            })
    void aUserThatWasMovedIsNotTheOneThatMayBeChanged(String call) {
        changeElsewhere(change -> iam.identity.users().update(change, "ann", null, "/admin/"));

        refused("user/admin/ann", call, "UserName", "ann");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DeleteGroup",
                "AddUserToGroup UserName ann",
                "RemoveUserFromGroup UserName ann"
            })
    void aGroupThatWasMovedIsNotTheOneThatMayBeChanged(String call) {
        changeElsewhere(change -> iam.identity.groups().update(change, "team", null, "/admin/"));

        refused("group/admin/team", call, "GroupName", "team");
    }

    @Test
    void aUserThatIsGoneGetsNoKey() {
        changeElsewhere(change -> iam.identity.users().delete(change, "ann"));

        iam.refused(
                404,
                "NoSuchEntity",
                "The user with name ann cannot be found.",
                "CreateAccessKey",
                "UserName",
                "ann");
    }

    private void changeElsewhere(Consumer<Change> work) {
        boolean _ =
                elsewhere.change(
                        TestIdentity.ACCOUNT,
                        TestIdentity.ACTOR,
                        change -> {
                            work.accept(change);
                            return true;
                        });
    }

    private void refused(String found, String call, String member, String name) {
        List<String> words = List.of(call.split(" "));
        iam.refused(
                409,
                "ConcurrentModification",
                "arn:aws:iam::000000000000:%s was changed at the same time. Try again."
                        .formatted(found),
                words.getFirst(),
                Stream.concat(Stream.of(member, name), words.stream().skip(1))
                        .toArray(String[]::new));
    }
}
