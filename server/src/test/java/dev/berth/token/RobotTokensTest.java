package dev.berth.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.access.Caller;
import dev.berth.access.Directory.RoleFacts;
import dev.berth.access.HmacRegistryTokens;
import dev.berth.access.Principal;
import dev.berth.access.RepositoryGlob;
import dev.berth.access.Session;
import dev.berth.access.TokenActions;
import dev.berth.access.TokenScope;
import dev.berth.aws.AccountId;
import dev.berth.aws.Arn;
import dev.berth.aws.Region;
import dev.berth.aws.Registry;
import dev.berth.events.Actor;
import dev.berth.events.Outbox;
import dev.berth.policy.NamedPolicy;
import dev.berth.policy.PolicyKind;
import dev.berth.policy.PolicyParser;
import dev.berth.policy.PolicySource;
import dev.berth.problem.Problem;
import dev.berth.problem.ProblemException;
import dev.berth.testing.FixedClock;
import dev.berth.testing.TestDatabase;
import dev.berth.testing.TestDirectory;
import dev.berth.testing.TestIdentity;
import dev.berth.testing.TestIds;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RobotTokensTest {
    private static final AccountId ACCOUNT = new AccountId("000000000000");
    private static final Registry REGISTRY = new Registry(ACCOUNT, new Region("eu-west-1"));
    private static final InetAddress ADDRESS = InetAddress.getLoopbackAddress();
    private static final Actor ACTOR = new Actor("arn:aws:iam::000000000000:root", "request-1");
    private static final Arn ROOT_ARN = Arn.iam(ACCOUNT, "root");
    private static final Caller ROOT = caller(new Principal.Root(ACCOUNT), (String) null);
    private static final Principal.User ADA =
            new Principal.User(ACCOUNT, "AIDAEXAMPLEEXAMPLE23", "/team/", "ada");
    private static final Arn ADA_ARN = Arn.iam(ACCOUNT, "user/team/ada");
    private static final RoleFacts DEPLOY =
            new RoleFacts(
                    ACCOUNT,
                    "AROAEXAMPLEEXAMPLE23",
                    "/",
                    "deploy",
                    Duration.ofHours(1),
                    new NamedPolicy(
                            "trust",
                            PolicySource.RESOURCE,
                            PolicyParser.parse(
                                    "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"sts:AssumeRole\"}}",
                                    PolicyKind.TRUST)),
                    Map.of());
    private static final Arn DEPLOY_ARN = Arn.iam(ACCOUNT, "role/deploy");
    private static final TokenScope PULL_TEAM =
            new TokenScope.Limited(
                    List.of(new RepositoryGlob("team/*")), new TokenActions(List.of("pull")));

    private final FixedClock clock = new FixedClock();
    private final TestDatabase database = new TestDatabase();
    private final TestIdentity identity = new TestIdentity(database, clock);
    private final TestIds ids = new TestIds();
    private final TestDirectory directory =
            new TestDirectory()
                    .allow(ADA)
                    .role(DEPLOY)
                    .allow(
                            new Principal.AssumedRole(
                                    ACCOUNT, DEPLOY.id(), "/", "deploy", "anyone"));
    private final Node here = new Node();

    /** A server of its own on the same database. */
    private final class Node {
        final KnownRevocations revocations = new KnownRevocations(database, clock);
        final TokenNotes notes = new TokenNotes(database, clock);
        final HmacRegistryTokens registry =
                new HmacRegistryTokens(
                        identity.tokenKeys(), clock, ids, directory, revocations, notes);
        final RobotTokens robots =
                new RobotTokens(
                        database,
                        new Outbox(new TestIds(2), clock.clocks()),
                        clock,
                        registry,
                        new TokenHolders(directory),
                        revocations,
                        notes);

        Node() {
            revocations.refresh();
        }

        Caller verify(String text) {
            return registry.verify(text, ADDRESS, false);
        }
    }

    @AfterEach
    void close() {
        database.close();
    }

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
                    Problem.AccessDenied.class);
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
                () -> create(caller(role, bound), ADA_ARN, PULL_TEAM), Problem.AccessDenied.class);
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
        assertRefused(() -> here.verify(created.text()), Problem.LoginTokenExpired.class);
    }

    @Test
    void listsWhatIsThereAndWhenItWasUsed() {
        TokenRecord ofAda = create(ROOT, ADA_ARN, PULL_TEAM).token();
        RobotTokens.Created ofRoot = create(ROOT, null, new TokenScope.Full());
        clock.advance(Duration.ofSeconds(5));
        here.verify(ofRoot.text());

        assertThat(list(null)).extracting(TokenRecord::id).contains(ofAda.id());
        assertThat(list(ADA_ARN)).containsExactly(ofAda);
        assertThat(list(ROOT_ARN))
                .singleElement()
                .satisfies(token -> {
                    assertThat(token.scope()).isEqualTo(new TokenScope.Full());
                    assertThat(token.lastUsedAt()).isEqualTo(clock.instant());
                });
        assertThat(ofAda.lastUsedAt()).isNull();
    }

    @Test
    void listsLoginsToWhoAsksForThem() {
        var logins = new LoginTokens(here.registry, directory, here.notes, TokenConfig.DEFAULT);
        UUID login = logins.issue(caller(ADA, (String) null)).id();

        assertThat(list(ADA_ARN)).isEmpty();
        assertThat(here.robots.list(new RobotTokens.Listing(ACCOUNT, ADA_ARN, true), null, 10))
                .singleElement()
                .satisfies(token -> {
                    assertThat(token.id()).isEqualTo(login);
                    assertThat(token.name()).isEmpty();
                });
    }

    @Test
    void listsPageByPage() {
        List<UUID> created =
                List.of(
                        create(ROOT, ADA_ARN, PULL_TEAM).token().id(),
                        create(ROOT, ADA_ARN, PULL_TEAM).token().id(),
                        create(ROOT, ADA_ARN, PULL_TEAM).token().id());
        var listing = new RobotTokens.Listing(ACCOUNT, ADA_ARN, false);

        var first = here.robots.list(listing, null, 2);
        var second = here.robots.list(listing, first.getLast().id().toString(), 2);

        assertThat(first).extracting(TokenRecord::id).isEqualTo(created.subList(0, 2));
        assertThat(second).extracting(TokenRecord::id).isEqualTo(created.subList(2, 3));
    }

    @Test
    void forgetsWhatHasEnded() {
        create(ROOT, ADA_ARN, PULL_TEAM);

        clock.advance(Duration.ofHours(1));
        assertThat(list(ADA_ARN)).isEmpty();
        clock.advance(Duration.ofDays(1).plusMillis(1));
        here.notes.removeEnded();

        int left =
                database.read(tx ->
                        tx.sql()
                                .createQuery("SELECT COUNT(*) FROM registry_token")
                                .mapTo(Integer.class)
                                .one());
        assertThat(left).isZero();
    }

    @Test
    void aRevokedTokenIsRefusedAtOnce() {
        RobotTokens.Created one = create(ROOT, ADA_ARN, PULL_TEAM);
        RobotTokens.Created other = create(ROOT, ADA_ARN, PULL_TEAM);
        here.verify(one.text());

        TokenRecord revoked = here.robots.revoke(ROOT, one.token().id(), null, ACTOR);

        assertRefused(() -> here.verify(one.text()), Problem.LoginTokenRevoked.class);
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

        assertRefused(() -> there.verify(text), Problem.LoginTokenRevoked.class);
    }

    @Test
    void aServerThatCouldNotRefreshLetsNobodyIn() {
        String text = create(ROOT, ADA_ARN, PULL_TEAM).text();

        clock.advance(KnownRevocations.MAX_AGE);
        assertThat(here.verify(text).principal()).isEqualTo(ADA);
        clock.advance(Duration.ofMillis(1));

        assertRefused(() -> here.verify(text), Problem.IdentitiesStale.class);
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

        assertRefused(() -> here.verify(robot.text()), Problem.LoginTokenRevoked.class);
        assertRefused(() -> here.verify(login), Problem.LoginTokenRevoked.class);
        assertThat(here.verify(ofRole)).isNotNull();
        clock.advance(Duration.ofMillis(1));
        String later = logins.issue(caller(ADA, (String) null)).text();
        assertThat(here.verify(later).principal()).isEqualTo(ADA);
    }

    @Test
    void revokesAllSessionsOfARole() {
        String ofRole = create(ROOT, DEPLOY_ARN, PULL_TEAM).text();

        here.robots.revokeAll(ROOT, DEPLOY_ARN, ACTOR);

        assertRefused(() -> here.verify(ofRole), Problem.LoginTokenRevoked.class);
    }

    @Test
    void revokesOnlyWhatItsHolderHas() {
        UUID ofRoot = create(ROOT, null, PULL_TEAM).token().id();

        assertRefused(
                () -> here.robots.revoke(ROOT, ofRoot, ADA_ARN, ACTOR),
                Problem.RegistryTokenUnknown.class);
        assertRefused(
                () -> here.robots.revoke(ROOT, new UUID(1, 2), null, ACTOR),
                Problem.RegistryTokenUnknown.class);
        Caller stranger =
                ROOT.at(new Registry(new AccountId("111111111111"), new Region("eu-west-1")));
        assertRefused(
                () -> here.robots.revoke(stranger, ofRoot, null, ACTOR),
                Problem.RegistryTokenUnknown.class);
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

    private RobotTokens.Created create(Caller caller, @Nullable Arn holder, TokenScope scope) {
        return here.robots.create(
                caller,
                new RobotTokens.NewToken("robot", "", holder, scope, Duration.ofHours(1)),
                ACTOR);
    }

    private List<TokenRecord> list(@Nullable Arn holder) {
        return here.robots.list(new RobotTokens.Listing(ACCOUNT, holder, false), null, 10);
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

    private static Caller caller(Principal principal, Session session) {
        return new Caller(principal, session, null, REGISTRY, ROOT.scope(), ADDRESS, false);
    }

    private static Caller caller(Principal principal, @Nullable String accessKeyId) {
        return new Caller(
                principal, null, accessKeyId, REGISTRY, new TokenScope.Full(), ADDRESS, false);
    }

    private static void assertRefused(ThrowingCallable action, Class<? extends Problem> problem) {
        assertThatThrownBy(action)
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.problem()).isInstanceOf(problem));
    }
}
