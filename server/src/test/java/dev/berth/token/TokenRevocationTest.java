package dev.berth.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.access.Caller;
import dev.berth.aws.AccountId;
import dev.berth.aws.Region;
import dev.berth.aws.Registry;
import dev.berth.problem.AccessProblem;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Who revokes which tokens, and when every server knows of it. */
class TokenRevocationTest extends RobotTokenFixture {
    @Test
    void aRevokedTokenIsRefusedAtOnce() {
        RobotTokens.Created one = create(ROOT, ADA_ARN, PULL_TEAM);
        RobotTokens.Created other = create(ROOT, ADA_ARN, PULL_TEAM);
        here.verify(one.text());

        TokenRecord revoked = here.robots.revoke(ROOT, one.token().id(), null, ACTOR);

        assertRefused(() -> here.verify(one.text()), AccessProblem.LoginTokenRevoked.class);
        assertThat(here.verify(other.text()).principal()).isEqualTo(ADA);
        assertThat(revoked.revokedAt()).isEqualTo(clock.instant());
        assertThat(list(ADA_ARN)).contains(revoked);
    }

    @Test
    void anotherServerRefusesItWithItsNextRefresh() {
        var there = new Node();
        String text = create(ROOT, ADA_ARN, PULL_TEAM).text();
        assertThat(there.verify(text).principal()).isEqualTo(ADA);

        here.robots.revokeAll(ROOT, ADA_ARN, ACTOR);
        there.revocations.refresh();

        assertRefused(() -> there.verify(text), AccessProblem.LoginTokenRevoked.class);
    }

    @Test
    void aServerThatCouldNotRefreshLetsNobodyIn() {
        String text = create(ROOT, ADA_ARN, PULL_TEAM).text();

        clock.advance(KnownRevocations.MAX_AGE);
        assertThat(here.verify(text).principal()).isEqualTo(ADA);
        clock.advance(Duration.ofMillis(1));

        assertRefused(() -> here.verify(text), AccessProblem.IdentitiesStale.class);
        here.revocations.refresh();
        assertThat(here.verify(text).principal()).isEqualTo(ADA);
    }

    @Test
    void revokesAllOfAPrincipalAndNothingOfOthersOrOfLater() {
        RobotTokens.Created robot = create(ROOT, ADA_ARN, PULL_TEAM);
        var logins = new LoginTokens(here.registry, directory, here.notes, TokenConfig.DEFAULT);
        String login = logins.issue(caller(ADA, (String) null)).text();
        String ofRole = create(ROOT, DEPLOY_ARN, PULL_TEAM).text();

        here.robots.revokeAll(ROOT, ADA_ARN, ACTOR);

        assertRefused(() -> here.verify(robot.text()), AccessProblem.LoginTokenRevoked.class);
        assertRefused(() -> here.verify(login), AccessProblem.LoginTokenRevoked.class);
        assertThat(here.verify(ofRole)).isNotNull();
        clock.advance(Duration.ofMillis(1));
        String later = logins.issue(caller(ADA, (String) null)).text();
        assertThat(here.verify(later).principal()).isEqualTo(ADA);
    }

    @Test
    void revokesAllSessionsOfARole() {
        String ofRole = create(ROOT, DEPLOY_ARN, PULL_TEAM).text();

        here.robots.revokeAll(ROOT, DEPLOY_ARN, ACTOR);

        assertRefused(() -> here.verify(ofRole), AccessProblem.LoginTokenRevoked.class);
    }

    @Test
    void revokesOnlyWhatItsHolderHas() {
        UUID ofRoot = create(ROOT, null, PULL_TEAM).token().id();

        assertRefused(
                () -> here.robots.revoke(ROOT, ofRoot, ADA_ARN, ACTOR),
                AccessProblem.RegistryTokenUnknown.class);
        assertRefused(
                () -> here.robots.revoke(ROOT, new UUID(1, 2), null, ACTOR),
                AccessProblem.RegistryTokenUnknown.class);
        Caller stranger =
                ROOT.at(new Registry(new AccountId("111111111111"), new Region("eu-west-1")));
        assertRefused(
                () -> here.robots.revoke(stranger, ofRoot, null, ACTOR),
                AccessProblem.RegistryTokenUnknown.class);
        assertThat(here.robots.revoke(ROOT, ofRoot, ROOT_ARN, ACTOR).id()).isEqualTo(ofRoot);
    }

    @Test
    void revokesTwiceAndKeepsTheFirstTime() {
        UUID id = create(ROOT, ADA_ARN, PULL_TEAM).token().id();
        var first = here.robots.revoke(ROOT, id, null, ACTOR);
        clock.advance(Duration.ofMinutes(1));

        assertThat(here.robots.revoke(ROOT, id, null, ACTOR)).isEqualTo(first);
    }

    @Test
    void leavesWordOfWhatHappened() {
        UUID id = create(ROOT, ADA_ARN, PULL_TEAM).token().id();
        here.robots.revoke(ROOT, id, null, ACTOR);
        here.robots.revokeAll(ROOT, ADA_ARN, ACTOR);

        List<String> types =
                database.read(tx ->
                        tx.sql()
                                .createQuery(
                                        "SELECT type FROM outbox WHERE resource = :arn ORDER BY id")
                                .bind("arn", ADA_ARN.toString())
                                .mapTo(String.class)
                                .list());
        assertThat(types)
                .containsExactly(
                        "registry-token.created",
                        "registry-token.revoked",
                        "registry-tokens.revoked");
    }
}
