package dev.berth.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.access.Caller;
import dev.berth.access.Principal;
import dev.berth.access.Session;
import dev.berth.aws.AccountId;
import dev.berth.aws.Arn;
import dev.berth.problem.AccessProblem;
import dev.berth.problem.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whom a token acts as, and who may have one made for whom. */
class RobotTokensTest extends RobotTokenFixture {
    @Test
    void aTokenActsAsWhoAskedForIt() {
        RobotTokens.Created created = create(caller(ADA, "AKIAIOSFODNN7EXAMPLE"), null, PULL_TEAM);

        Caller caller = here.verify(created.text());

        assertThat(caller.principal()).isEqualTo(ADA);
        assertThat(caller.scope()).isEqualTo(PULL_TEAM);
        assertThat(caller.registry()).isEqualTo(REGISTRY);
        assertThat(caller.accessKeyId()).as("the end of no key ends it").isNull();
    }

    @Test
    void aTokenOfAnotherUserActsAsThatUser() {
        RobotTokens.Created created = create(ROOT, ADA_ARN, PULL_TEAM);

        assertThat(here.verify(created.text()).principal()).isEqualTo(ADA);
        assertThat(created.token().principal()).isEqualTo(ADA_ARN.toString());
    }

    @Test
    void aTokenOfARoleIsASessionThatEndsWithTheToken() {
        RobotTokens.Created created = create(ROOT, DEPLOY_ARN, PULL_TEAM);

        Caller caller = here.verify(created.text());

        assertThat(caller.principal())
                .isEqualTo(new Principal.AssumedRole(ACCOUNT, DEPLOY.id(), "/", "deploy", "robot"));
        Session session = caller.session();
        assertThat(session).isNotNull();
        assertThat(session.expiresAt()).isEqualTo(created.token().expiresAt());
    }

    @Test
    void aTokenOfASessionEndsWithTheSession() {
        Session session = session();
        var role = new Principal.AssumedRole(ACCOUNT, DEPLOY.id(), "/", "deploy", "run-1");
        Caller caller = caller(role, session);

        RobotTokens.Created created = create(caller, null, PULL_TEAM);

        assertThat(created.token().expiresAt()).isEqualTo(session.expiresAt());
        RobotTokens.Created ofItsRole = create(caller, DEPLOY_ARN, PULL_TEAM);
        assertThat(ofItsRole.token().expiresAt()).isEqualTo(session.expiresAt());
        assertThat(here.verify(ofItsRole.text()).principal()).isEqualTo(role);
    }

    @Test
    void nobodyEscapesHisSessionByNamingWhoIsBehindIt() {
        Session session = session();
        var guest = new Principal.FederatedUser(ACCOUNT, "guest", ADA);
        var service = new Principal.Service(ACCOUNT, "codebuild.amazonaws.com", null, null, ADA);
        directory.service(ADA, service.service());

        for (Principal principal : List.of(guest, service)) {
            RobotTokens.Created created = create(caller(principal, session), ADA_ARN, PULL_TEAM);

            Caller caller = here.verify(created.text());
            assertThat(caller.principal()).isEqualTo(principal);
            assertThat(caller.session()).isEqualTo(session);
        }
        var ofRoot = new Principal.FederatedUser(ACCOUNT, "guest", null);
        RobotTokens.Created created = create(caller(ofRoot, session), ROOT_ARN, PULL_TEAM);
        assertThat(here.verify(created.text()).session()).isEqualTo(session);
    }

    @Test
    void sessionsOfUsersMakeNoTokensOfOthers() {
        for (Principal principal :
                List.of(
                        new Principal.Root(ACCOUNT),
                        ADA,
                        new Principal.FederatedUser(ACCOUNT, "guest", ADA))) {
            assertRefused(
                    () -> create(caller(principal, session()), DEPLOY_ARN, PULL_TEAM),
                    AccessProblem.AccessDenied.class);
        }
    }

    @Test
    void aRolesSessionMakesTokensOfOthersUnlessItsPoliciesBoundIt() {
        var role = new Principal.AssumedRole(ACCOUNT, DEPLOY.id(), "/", "deploy", "run-1");
        Session free = session();
        var bound =
                new Session(
                        free.issuedAt(),
                        free.expiresAt(),
                        List.of(),
                        List.of("arn:aws:iam::aws:policy/AdministratorAccess"),
                        Map.of(),
                        Set.of(),
                        null,
                        false,
                        null);

        assertThat(create(caller(role, free), ADA_ARN, PULL_TEAM).text()).isNotEmpty();
        assertRefused(
                () -> create(caller(role, bound), ADA_ARN, PULL_TEAM),
                AccessProblem.AccessDenied.class);
    }

    @Test
    void nobodyElseCanHaveOne() {
        for (Arn holder :
                List.of(
                        Arn.iam(ACCOUNT, "user/nobody"),
                        Arn.iam(ACCOUNT, "role/nothing"),
                        Arn.iam(ACCOUNT, "policy/p"),
                        Arn.iam(new AccountId("111111111111"), "user/team/ada"))) {
            assertRefused(() -> create(ROOT, holder, PULL_TEAM), Problem.InvalidParameter.class);
        }
        Caller ada = caller(ADA, (String) null);
        assertRefused(() -> create(ada, ROOT_ARN, PULL_TEAM), Problem.InvalidParameter.class);
    }

    @Test
    void aTokenOutlivesTheKeysThatSignOthers() {
        RobotTokens.Created created =
                here.robots.create(
                        ROOT,
                        new RobotTokens.NewToken(
                                "robot", "", ADA_ARN, PULL_TEAM, RobotTokens.LONGEST_LIFETIME),
                        ACTOR);

        clock.advance(RobotTokens.LONGEST_LIFETIME.minusSeconds(1));
        here.revocations.refresh();
        assertThat(here.verify(created.text()).principal()).isEqualTo(ADA);
        clock.advance(Duration.ofSeconds(1));
        here.revocations.refresh();
        assertRefused(() -> here.verify(created.text()), AccessProblem.LoginTokenExpired.class);
    }

    private Session session() {
        return new Session(
                clock.instant(),
                clock.instant().plus(Duration.ofMinutes(20)),
                List.of(),
                List.of(),
                Map.of(),
                Set.of(),
                null,
                false,
                null);
    }
}
