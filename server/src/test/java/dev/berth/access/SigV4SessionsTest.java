package dev.berth.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.http.Headers;
import dev.berth.problem.AccessProblem;
import dev.berth.problem.Problem;
import dev.berth.problem.ProblemException;
import dev.berth.testing.FixedClock;
import dev.berth.testing.RequestSigner;
import dev.berth.testing.TestDatabase;
import dev.berth.testing.TestDirectory;
import dev.berth.testing.TestIdentity;
import dev.berth.testing.TestRevocations;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Requests that temporary credentials sign. */
class SigV4SessionsTest {
    private static final byte[] BODY = "{}".getBytes(StandardCharsets.UTF_8);
    private static final Headers PLAIN = Headers.of("Host", "localhost:5327");

    private final FixedClock clock = new FixedClock();
    private final TestDatabase database = new TestDatabase();
    private final TestIdentity identity = new TestIdentity(database, clock);
    private final TestDirectory directory = new TestDirectory().allow(TestSessions.ROLE);
    private final TestRevocations revocations = new TestRevocations();
    private final SigV4Authenticator authenticator =
            new SigV4Authenticator(directory, identity.sessionTokens(), revocations, clock);
    private final Session session = TestSessions.full(clock.instant(), Duration.ofHours(1));
    private final TemporaryCredentials credentials =
            identity.sessionTokens().issue(TestSessions.ROLE, session);

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void knowsTheSession() {
        Caller caller = finish(signed(credentials.sessionToken()));

        assertThat(caller.principal()).isEqualTo(TestSessions.ROLE);
        assertThat(caller.session()).isEqualTo(session);
        assertThat(caller.accessKeyId()).isEqualTo(credentials.accessKeyId());
        assertThat(caller.registry().account()).isEqualTo(TestSessions.ACCOUNT);
        assertThat(caller.registry().region().value()).isEqualTo("eu-west-1");
    }

    @Test
    void wantsTheToken() {
        assertProblem(
                () -> begin(signer().sign("POST", "/", "", PLAIN, BODY)),
                new AccessProblem.CredentialUnknown());
    }

    @Test
    void wantsTheTokenSigned() {
        Headers unsigned =
                signer().sign("POST", "/", "", PLAIN, BODY)
                        .with("X-Amz-Security-Token", credentials.sessionToken());

        assertProblem(
                () -> begin(unsigned),
                new AccessProblem.SignatureInvalid(
                        "'x-amz-security-token' must be a 'SignedHeader' in the AWS Authorization."));
    }

    @Test
    void wantsTheTokenOfThisKey() {
        TemporaryCredentials other = identity.sessionTokens().issue(TestSessions.ROLE, session);

        assertProblem(
                () -> begin(signed(other.sessionToken())), new AccessProblem.CredentialUnknown());
    }

    @Test
    void refusesTheTokenTwice() {
        Headers twice =
                signed(credentials.sessionToken())
                        .with("X-Amz-Security-Token", credentials.sessionToken());

        assertProblem(
                () -> begin(twice),
                new AccessProblem.CredentialMalformed(
                        "More than one X-Amz-Security-Token header."));
    }

    @Test
    void refusesTheTokenOfASessionWithALongTermKey() {
        Headers signed =
                identity.signer("eu-west-1", "ecr")
                        .sign("POST", PLAIN, BODY, credentials.sessionToken());
        assertThat(identity.identities().key(identity.key().id())).isPresent();

        assertProblem(() -> begin(signed), new AccessProblem.CredentialUnknown());
    }

    @Test
    void refusesAnotherSecret() {
        var forger =
                new RequestSigner(
                        credentials.accessKeyId(), "secret", "eu-west-1", "ecr", clock.instant());
        Headers signed = forger.sign("POST", PLAIN, BODY, credentials.sessionToken());

        assertThatThrownBy(() -> finish(signed))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e ->
                                assertThat(e.problem())
                                        .isInstanceOf(AccessProblem.SignatureInvalid.class));
    }

    @Test
    void saysThatTheSessionIsOver() {
        clock.advance(Duration.ofHours(1));

        assertProblem(
                () -> begin(signed(credentials.sessionToken())),
                new AccessProblem.SessionExpired());
    }

    @Test
    void doesNotTakeWhatEndedMeanwhileFromMemory() {
        finish(signed(credentials.sessionToken()));
        clock.advance(Duration.ofHours(2));

        assertProblem(
                () -> begin(signed(credentials.sessionToken())),
                new AccessProblem.SessionExpired());
    }

    @Test
    void aSessionEndsWithItsRole() {
        finish(signed(credentials.sessionToken()));
        directory.remove(TestSessions.ROLE);

        assertProblem(
                () -> begin(signed(credentials.sessionToken())),
                new AccessProblem.CredentialUnknown());
    }

    @Test
    void aSessionEndsByARevocationOfAllThatItsRoleWasIssued() {
        revocations.revoke(TestSessions.ROLE, session.issuedAt());

        assertProblem(
                () -> begin(signed(credentials.sessionToken())),
                new AccessProblem.CredentialUnknown());
    }

    @Test
    void aSessionOutlivesTheRevocationOfThoseBeforeIt() {
        revocations.revoke(TestSessions.ROLE, session.issuedAt().minusMillis(1));

        assertThat(finish(signed(credentials.sessionToken())).session()).isEqualTo(session);
    }

    @Test
    void aSessionGoesByThePresentNameOfItsUser() {
        var renamed =
                new Principal.User(TestSessions.ACCOUNT, TestSessions.USER.id(), "/ops/", "eve");
        directory.allow(renamed);
        var federated = new Principal.FederatedUser(TestSessions.ACCOUNT, "bob", TestSessions.USER);

        assertThat(caller(TestSessions.USER).principal()).isEqualTo(renamed);
        assertThat(caller(federated).principal())
                .isEqualTo(new Principal.FederatedUser(TestSessions.ACCOUNT, "bob", renamed));
    }

    private Caller caller(Principal principal) {
        TemporaryCredentials issued = identity.sessionTokens().issue(principal, session);
        var signer =
                new RequestSigner(
                        issued.accessKeyId(), issued.secret(), "eu-west-1", "ecr", clock.instant());
        return finish(signer.sign("POST", PLAIN, BODY, issued.sessionToken()));
    }

    private RequestSigner signer() {
        return new RequestSigner(
                credentials.accessKeyId(),
                credentials.secret(),
                "eu-west-1",
                "ecr",
                clock.instant());
    }

    private Headers signed(String token) {
        return signer().sign("POST", PLAIN, BODY, token);
    }

    private SignatureAuthenticator.PendingCaller begin(Headers headers) {
        return authenticator.begin(
                new SignedRequest(
                        "POST", "/", "", headers::all, InetAddress.getLoopbackAddress(), false),
                "ecr");
    }

    private Caller finish(Headers headers) {
        return begin(headers).finish(RequestSigner.sha256(BODY));
    }

    private static void assertProblem(ThrowingCallable action, Problem problem) {
        assertThatThrownBy(action)
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.problem()).isEqualTo(problem));
    }
}
