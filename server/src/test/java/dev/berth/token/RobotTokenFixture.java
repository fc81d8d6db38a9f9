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
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** Servers that give out tokens of robots, whose database they share, and who asks for them. */
abstract class RobotTokenFixture {
    static final AccountId ACCOUNT = new AccountId("000000000000");
    static final Registry REGISTRY = new Registry(ACCOUNT, new Region("eu-west-1"));
    static final InetAddress ADDRESS = InetAddress.getLoopbackAddress();
    static final Actor ACTOR = new Actor("arn:aws:iam::000000000000:root", "request-1");
    static final Arn ROOT_ARN = Arn.iam(ACCOUNT, "root");
    static final Caller ROOT = caller(new Principal.Root(ACCOUNT), (String) null);
    static final Principal.User ADA =
            new Principal.User(ACCOUNT, "AIDAEXAMPLEEXAMPLE23", "/team/", "ada");
    static final Arn ADA_ARN = Arn.iam(ACCOUNT, "user/team/ada");
    static final RoleFacts DEPLOY =
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
    static final Arn DEPLOY_ARN = Arn.iam(ACCOUNT, "role/deploy");
    static final TokenScope PULL_TEAM =
            new TokenScope.Limited(
                    List.of(new RepositoryGlob("team/*")), new TokenActions(List.of("pull")));

    final FixedClock clock = new FixedClock();
    final TestDatabase database = new TestDatabase();
    final TestIdentity identity = new TestIdentity(database, clock);
    final TestIds ids = new TestIds();
    final TestDirectory directory =
            new TestDirectory()
                    .allow(ADA)
                    .role(DEPLOY)
                    .allow(
                            new Principal.AssumedRole(
                                    ACCOUNT, DEPLOY.id(), "/", "deploy", "anyone"));
    final Node here = new Node();

    /** A server of its own on the same database. */
    final class Node {
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

    RobotTokens.Created create(Caller caller, @Nullable Arn holder, TokenScope scope) {
        return here.robots.create(
                caller,
                new RobotTokens.NewToken("robot", "", holder, scope, Duration.ofHours(1)),
                ACTOR);
    }

    List<TokenRecord> list(@Nullable Arn holder) {
        return here.robots.list(new RobotTokens.Listing(ACCOUNT, holder, false), null, 10);
    }

    static Caller caller(Principal principal, Session session) {
        return new Caller(principal, session, null, REGISTRY, ROOT.scope(), ADDRESS, false);
    }

    static Caller caller(Principal principal, @Nullable String accessKeyId) {
        return new Caller(
                principal, null, accessKeyId, REGISTRY, new TokenScope.Full(), ADDRESS, false);
    }

    static void assertRefused(ThrowingCallable action, Class<? extends Problem> problem) {
        assertThatThrownBy(action)
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.problem()).isInstanceOf(problem));
    }
}
