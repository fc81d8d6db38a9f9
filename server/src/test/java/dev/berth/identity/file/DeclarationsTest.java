package dev.berth.identity.file;

import static dev.berth.identity.file.DeclaredFixture.ACCOUNT;
import static dev.berth.identity.file.DeclaredFixture.ALL;
import static dev.berth.identity.file.DeclaredFixture.account;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.access.Principal;
import dev.berth.aws.AccountId;
import dev.berth.identity.Group;
import dev.berth.identity.ManagedPolicy;
import dev.berth.identity.Role;
import dev.berth.identity.User;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An account becomes what its file says, as a whole, and keeps its ids. */
class DeclarationsTest {
    private final DeclaredFixture fixture = new DeclaredFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void makesEverythingAtOnce() throws Exception {
        assertThat(fixture.applyAccount(ALL)).isPositive();

        var account = fixture.account();
        assertThat(account.alias()).contains("team-a");
        assertThat(account.rootDisabled()).isTrue();
        User user = account.requireUser("ci");
        assertThat(user.declared()).isTrue();
        assertThat(user.path()).isEqualTo("/robots/");
        assertThat(user.boundary()).isEqualTo("arn:aws:iam::aws:policy/AdministratorAccess");
        assertThat(user.held().tags()).isEqualTo(Map.of("team", "a"));
        assertThat(user.held().inline()).containsOnlyKeys("own");
        assertThat(account.groupsOf(user)).extracting(Group::name).containsExactly("robots");
        assertThat(account.group("robots").orElseThrow().held().attached())
                .containsExactly("arn:aws:iam::111122223333:policy/push");
        assertThat(account.role("deploy").orElseThrow().trustPolicy()).contains(user.id());
        assertThat(account.provider("oidc.example.com").orElseThrow().clients())
                .containsExactly("sts.amazonaws.com");
        var holder = fixture.identity().identities().key("AKIAAAAAAAAAAAAAAAAA").orElseThrow();
        assertThat(holder.key().secret()).isEqualTo("value-of-CI-0123456789");
        assertThat(holder.principal()).isInstanceOf(Principal.Service.class);
    }

    @Test
    void changesNothingTheSecondTime() throws Exception {
        fixture.applyAccount(ALL);
        var before = fixture.account();

        assertThat(fixture.applyAccount(ALL)).isZero();
        assertThat(fixture.account()).isSameAs(before);
    }

    @Test
    void theCaseOfHostsAndThumbprintsChangesNothing() throws Exception {
        String file =
                "oidc-providers: [{url: \"https://OIDC.example.com/Path\", thumbprints: [%s]}]"
                        .formatted("AB".repeat(20));
        fixture.applyAccount(file);

        assertThat(fixture.account().provider("oidc.example.com/Path")).isPresent();
        assertThat(fixture.applyAccount(file)).isZero();
    }

    @Test
    void takesAwayWhatIsNoLongerDeclared() throws Exception {
        fixture.applyAccount("");
        var empty = fixture.contents(ACCOUNT);
        fixture.applyAccount(ALL);

        fixture.apply("accounts: []\n");

        assertThat(fixture.contents(ACCOUNT)).isEqualTo(empty).hasSize(1);
        assertThat(fixture.identity().identities().key("AKIAAAAAAAAAAAAAAAAA")).isEmpty();
    }

    @Test
    void idsStayWhenEntitiesChange() throws Exception {
        fixture.applyAccount(ALL);
        var before = fixture.account();

        fixture.applyAccount(
                ALL.replace("path: /robots/", "path: /ci/")
                        .replace("user/robots/ci", "user/ci/ci")
                        .replace("- name: robots", "- name: Robots")
                        .replace("- name: deploy", "- name: deploy\n    path: /ops/")
                        .replace("\"ecr:*\"", "\"ecr:Get*\""));

        var after = fixture.account();
        assertThat(after.requireUser("ci").path()).isEqualTo("/ci/");
        assertThat(after.requireUser("ci").id()).isEqualTo(before.requireUser("ci").id());
        assertThat(after.requireGroup("robots").name()).isEqualTo("Robots");
        assertThat(after.requireGroup("robots").id()).isEqualTo(before.requireGroup("robots").id());
        Role role = after.role("deploy").orElseThrow();
        assertThat(role.path()).isEqualTo("/ops/");
        assertThat(role.id()).isEqualTo(before.role("deploy").orElseThrow().id());
        ManagedPolicy policy = after.policies().iterator().next();
        assertThat(policy.id()).isEqualTo(before.policies().iterator().next().id());
        assertThat(policy.effective().document()).contains("ecr:Get*");
        assertThat(policy.versions()).hasSize(1);
    }

    @Test
    void aPolicyInUseMayGetAnotherDescription() throws Exception {
        fixture.applyAccount(ALL);
        ManagedPolicy before = fixture.account().policies().iterator().next();
        String described = ALL.replace("- name: push\n", "- name: push\n    description: images\n");

        fixture.applyAccount(described);

        ManagedPolicy after = fixture.account().policies().iterator().next();
        assertThat(after.description()).isEqualTo("images");
        assertThat(after.id()).isEqualTo(before.id());
        assertThat(fixture.account().group("robots").orElseThrow().held().attached())
                .containsExactly("arn:aws:iam::111122223333:policy/push");
        assertThat(fixture.applyAccount(described)).isZero();

        fixture.applyAccount(ALL);
        assertThat(fixture.account().policies().iterator().next().description()).isNull();
    }

    @Test
    void aKeyWithAnotherSecretIsUsedAtOnce() throws Exception {
        fixture.applyAccount(ALL);
        fixture.identity().identities().key("AKIAAAAAAAAAAAAAAAAA");

        fixture.applyAccount(ALL.replace("secret-variable: CI", "secret-variable: NEXT"));

        assertThat(fixture.identity().identities().key("AKIAAAAAAAAAAAAAAAAA"))
                .hasValueSatisfying(holder ->
                        assertThat(holder.key().secret()).isEqualTo("value-of-NEXT-0123456789"));
    }

    @Test
    void aKeyMayMoveToAnotherAccount() throws Exception {
        fixture.applyAccount(ALL);

        fixture.apply(
                """
                accounts:
                  - id: "000000000001"
                    users: [{name: other, access-keys: [{id: AKIAAAAAAAAAAAAAAAAA, secret-variable: CI}]}]
                """);

        assertThat(fixture.identity().identities().key("AKIAAAAAAAAAAAAAAAAA"))
                .hasValueSatisfying(holder ->
                        assertThat(holder.principal().name())
                                .isEqualTo("arn:aws:iam::000000000001:user/other"));
    }

    @Test
    void sessionsOfARoleStandForAServiceWhereTheFileSaysSo() throws Exception {
        String callers =
                "service-callers: [{principal: role/deploy, service: ecs.amazonaws.com}]\n";
        fixture.applyAccount(ALL.substring(0, ALL.indexOf("service-callers")) + callers);
        Role role = fixture.account().role("deploy").orElseThrow();
        var session =
                new Principal.AssumedRole(ACCOUNT, role.id(), role.path(), role.name(), "task");

        assertThat(fixture.identity().identities().actsAs(session).name())
                .isEqualTo("ecs.amazonaws.com");

        fixture.applyAccount(ALL.substring(0, ALL.indexOf("service-callers")));
        assertThat(fixture.identity().identities().actsAs(session)).isEqualTo(session);
    }

    @Test
    void aFileIsTakenAsAWholeOrNotAtAll() throws Exception {
        fixture.applyAccount("users: [{name: first}]");
        var before = fixture.account();

        assertThat(
                        fixture.faults(
                                """
                                accounts:
                                  - id: "111122223333"
                                    users: [{name: second}]
                                  - id: "444455556666"
                                    users:
                                      - name: third
                                        tags: {"aws:team": a}
                                    roles:
                                      - name: nobody
                                        trust-policy: {Version: "2012-10-17", Statement: [{Effect: Allow, Principal: {AWS: "arn:aws:iam::444455556666:user/none"}, Action: "sts:AssumeRole"}]}
                                """))
                .hasSize(2)
                .anyMatch(fault -> fault.startsWith("accounts[1].users[0]"))
                .anyMatch(fault -> fault.startsWith("accounts[1].roles[0].trust-policy: "));

        assertThat(fixture.account()).isSameAs(before);
        assertThat(fixture.contents(new AccountId("444455556666"))).isEmpty();
    }

    @Test
    void rolesMayTrustEachOther() throws Exception {
        String trust =
                "{Version: \"2012-10-17\", Statement: [{Effect: Allow, Principal: {AWS: \"arn:aws:iam::111122223333:role/%s\"}, Action: \"sts:AssumeRole\"}]}";
        String file =
                """
                roles:
                  - {name: a, trust-policy: %s}
                  - {name: b, trust-policy: %s}
                """
                        .formatted(trust.formatted("b"), trust.formatted("a"));

        fixture.applyAccount(file);

        var account = fixture.account();
        assertThat(account.role("a").orElseThrow().trustPolicy())
                .contains(account.role("b").orElseThrow().id());
        assertThat(fixture.applyAccount(file)).isZero();
    }
}
