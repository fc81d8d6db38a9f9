package dev.berth.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.aws.AccountId;
import dev.berth.aws.Region;
import dev.berth.aws.Registry;
import dev.berth.oci.Digest;
import dev.berth.oci.RepositoryName;
import dev.berth.problem.Problem;
import dev.berth.problem.ProblemException;
import dev.berth.testing.FixedClock;
import dev.berth.testing.TestDatabase;
import dev.berth.testing.TestDirectory;
import dev.berth.testing.TestIdentity;
import dev.berth.testing.TestIds;
import dev.berth.testing.TestRevocations;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;

/** A server that gives out registry tokens and takes them back. */
abstract class RegistryTokenFixture {
    static final Duration HOUR = Duration.ofHours(1);
    static final InetAddress ADDRESS = InetAddress.getLoopbackAddress();
    static final Registry REGISTRY =
            new Registry(new AccountId("000000000000"), new Region("eu-west-1"));
    static final Caller ROOT =
            new Caller(
                    new Principal.Root(REGISTRY.account()),
                    null,
                    null,
                    REGISTRY,
                    new TokenScope.Full(),
                    ADDRESS,
                    false);
    static final TokenScope LAYER =
            new TokenScope.Layer(
                    new RepositoryName("team/app"), Digest.parse("sha256:" + "ab".repeat(32)));

    final FixedClock clock = new FixedClock();
    final TestDatabase database = new TestDatabase();
    final TestIdentity identity = new TestIdentity(database, clock);
    final TestDirectory directory = new TestDirectory();
    final TestRevocations revocations = new TestRevocations();
    final List<UUID> used = new ArrayList<>();
    final HmacRegistryTokens tokens = tokens(identity.tokenKeys());

    @AfterEach
    void close() {
        database.close();
    }

    /** The tokens of the next process, or of another one on this database. */
    HmacRegistryTokens restarted() {
        var ids = new TestIds();
        return tokens(new TokenKeys(database, identity.rootKey(), clock, new SecureRandom(), ids));
    }

    private HmacRegistryTokens tokens(TokenKeys keys) {
        return new HmacRegistryTokens(
                keys, clock, new TestIds(), directory, revocations, used::add);
    }

    String login() {
        return tokens.issue(ROOT, new TokenScope.Full(), RegistryTokens.LOGIN_LIFETIME).text();
    }

    /** What a server with keys of its own gave out. */
    String foreign() {
        try (var other = new TestDatabase()) {
            return new TestIdentity(other, clock)
                    .tokens()
                    .issue(ROOT, new TokenScope.Full(), HOUR)
                    .text();
        }
    }

    static void assertRefused(ThrowingCallable action, Class<? extends Problem> problem) {
        assertThatThrownBy(action)
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.problem()).isInstanceOf(problem));
    }
}
