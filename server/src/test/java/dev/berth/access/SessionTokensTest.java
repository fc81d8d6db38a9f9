package dev.berth.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.http.HttpConfig;
import dev.berth.problem.AccessProblem;
import dev.berth.problem.IdentityFault;
import dev.berth.problem.ProblemException;
import dev.berth.testing.FixedClock;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SessionTokensTest {
    private final FixedClock clock = new FixedClock();
    private final byte[] root = new byte[RootKey.LENGTH];
    private final SessionTokens tokens = tokens();

    @ParameterizedTest
    @MethodSource("principals")
    void anyServerOfTheSameRootKeyOpensWhatOneIssued(Principal principal) {
        Session session = TestSessions.full(clock.instant(), Duration.ofHours(1));

        TemporaryCredentials issued = tokens.issue(principal, session);
        SessionKey opened =
                tokens().open(issued.accessKeyId(), issued.sessionToken()).orElseThrow();

        assertThat(opened.principal()).isEqualTo(principal);
        assertThat(opened.session()).isEqualTo(session);
        assertThat(opened.key())
                .isEqualTo(
                        new AccessKey(issued.accessKeyId(), TestSessions.ACCOUNT, issued.secret()));
    }

    static List<Principal> principals() {
        return List.of(
                new Principal.Root(TestSessions.ACCOUNT),
                TestSessions.USER,
                TestSessions.ROLE,
                new Principal.FederatedUser(TestSessions.ACCOUNT, "bob", null),
                new Principal.FederatedUser(TestSessions.ACCOUNT, "bob", TestSessions.USER),
                new Principal.Service(
                        TestSessions.ACCOUNT,
                        "codebuild.amazonaws.com",
                        "arn:aws:codebuild:us-east-1:111111111111:project/app",
                        null,
                        TestSessions.ROLE));
    }

    @Test
    void keysLookLikeThoseOfAws() {
        TemporaryCredentials issued = issue();

        assertThat(issued.accessKeyId()).matches("ASIA[A-Z2-7]{16}");
        assertThat(issued.secret()).matches("[A-Za-z0-9+/]{40}");
        assertThat(issued.sessionToken()).matches("[A-Za-z0-9+/]+={0,2}");
        assertThat(issued.expiresAt()).isEqualTo(clock.instant().plus(Duration.ofHours(1)));
        assertThat(issue().accessKeyId()).isNotEqualTo(issued.accessKeyId());
        assertThat(issued.toString()).doesNotContain(issued.secret(), issued.sessionToken());
    }

    @Test
    void aTokenFitsNoOtherKey() {
        TemporaryCredentials one = issue();
        TemporaryCredentials other = issue();
        tokens.open(one.accessKeyId(), one.sessionToken());

        assertThat(tokens.open(one.accessKeyId(), other.sessionToken())).isEmpty();
        assertThat(tokens.open(other.accessKeyId(), one.sessionToken())).isEmpty();
        assertThat(tokens.open("AKIAIOSFODNN7EXAMPLE", one.sessionToken())).isEmpty();
    }

    @Test
    void aTokenOfAnotherRootKeyIsNone() {
        TemporaryCredentials issued = issue();
        root[0] = 1;

        assertThat(tokens().open(issued.accessKeyId(), issued.sessionToken())).isEmpty();
    }

    @Test
    void oneSessionHasOneText() {
        TemporaryCredentials issued = issue();
        String token = issued.sessionToken();

        assertThat(tokens.open(issued.accessKeyId(), token + "\n")).isEmpty();
        assertThat(tokens.open(issued.accessKeyId(), token.replaceAll("=+$", "") + "===="))
                .isEmpty();
        assertThat(tokens.open(issued.accessKeyId(), "")).isEmpty();
        assertThat(tokens.open(issued.accessKeyId(), "no base64!")).isEmpty();
        assertThat(tokens.open(issued.accessKeyId(), token)).isPresent();
    }

    @Test
    void refusesAnEndlessTokenUnread() {
        assertThat(tokens.open("ASIAIOSFODNN7EXAMPLE", "A".repeat(SessionTokens.MAX_LENGTH + 4)))
                .isEmpty();
    }

    @Test
    void endsWithItsSessionAlsoWhereItIsRemembered() {
        TemporaryCredentials issued = issue();
        assertThat(tokens.open(issued.accessKeyId(), issued.sessionToken())).isPresent();

        clock.advance(Duration.ofHours(1).minusMillis(1));
        assertThat(tokens.open(issued.accessKeyId(), issued.sessionToken())).isPresent();
        clock.advance(Duration.ofMillis(1));

        assertThatThrownBy(() -> tokens.open(issued.accessKeyId(), issued.sessionToken()))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem()).isEqualTo(new AccessProblem.SessionExpired()));
        assertThatThrownBy(() -> tokens().open(issued.accessKeyId(), issued.sessionToken()))
                .isInstanceOf(ProblemException.class);
    }

    @Test
    void refusesWhatDoesNotFit() {
        Session tooLarge = TestSessions.withPolicy(clock.instant(), noise(4000));

        assertThatThrownBy(() -> tokens.issue(TestSessions.ROLE, tooLarge))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e ->
                                assertThat(e.problem())
                                        .isEqualTo(
                                                new AccessProblem.Identity(
                                                        IdentityFault.PACKED_POLICY_TOO_LARGE,
                                                        "Packed policy consumes %d%% of allotted space, please use smaller policy."
                                                                .formatted(
                                                                        SessionTokens.packedPercent(
                                                                                tooLarge)))));
    }

    @Test
    void saysHowMuchOfTheSpaceIsUsed() {
        Session plain = TestSessions.plain(clock.instant(), Duration.ofHours(1));

        assertThat(SessionTokens.packedPercent(plain)).isEqualTo(1);
        assertThat(
                        SessionTokens.packedPercent(
                                TestSessions.withPolicy(clock.instant(), noise(1000))))
                .isBetween(35, 50);
    }

    @Test
    void aLongPolicyOfWordsFits() {
        String policy =
                "{\"Version\":\"2012-10-17\",\"Statement\":[%s]}"
                        .formatted(
                                "{\"Effect\":\"Allow\",\"Action\":\"ecr:BatchGetImage\",\"Resource\":\"arn:aws:ecr:*:*:repository/team\"},"
                                        .repeat(18));

        assertThat(SessionTokens.packedPercent(TestSessions.withPolicy(clock.instant(), policy)))
                .isLessThan(15);
    }

    @Test
    void theLongestTokenPassesTheHttpEngineInAHeaderAndInALink() {
        String name = noise(64);
        var role =
                new Principal.AssumedRole(
                        TestSessions.ACCOUNT, "AROAEXAMPLEROLEEXAMPLE", noise(512), name, name);
        var session =
                new Session(
                        clock.instant(),
                        clock.instant().plus(Duration.ofHours(1)),
                        List.of(noise(2300)),
                        List.of(),
                        Map.of("a", noise(150)),
                        Set.of("a"),
                        name,
                        true,
                        noise(300));
        assertThat(SessionTokens.packedPercent(session)).isBetween(85, 100);

        String token = tokens.issue(role, session).sessionToken();

        assertThat(token.length()).isBetween(3500, SessionTokens.MAX_LENGTH);
        assertThat(token.length() + 4096).isLessThan(HttpConfig.Limits.DEFAULT.header());
        assertThat(URLEncoder.encode(token, StandardCharsets.UTF_8).length() + 4096)
                .isLessThan(HttpConfig.Limits.DEFAULT.requestLine());
    }

    private TemporaryCredentials issue() {
        return tokens.issue(
                TestSessions.ROLE, TestSessions.full(clock.instant(), Duration.ofHours(1)));
    }

    private SessionTokens tokens() {
        var random = new SecureRandom();
        return new SessionTokens(new RootKey(root.clone(), random), clock, random);
    }

    /** A text that cannot be packed much. */
    private static String noise(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes).substring(0, length);
    }
}
