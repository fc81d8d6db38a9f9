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
import dev.berth.testing.TestIdentity;
import java.net.InetAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Links: requests that are signed in their query string. The clock stands at 03:04:05. */
class PresignedRequestTest {
    private static final String ASK = "Action=GetCallerIdentity&Version=2011-06-15";
    private static final byte[] EMPTY = {};
    private static final Headers HOST = Headers.of("Host", "localhost:5327");

    private final FixedClock clock = new FixedClock();
    private final TestDatabase database = new TestDatabase();
    private final TestIdentity identity = new TestIdentity(database, clock);
    private final SigV4Authenticator authenticator = identity.authenticator();

    @AfterEach
    void close() {
        database.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST"})
    void knowsWhoSigned(String method) {
        String query = signer().presign(method, ASK, "localhost:5327", EMPTY, "X-Amz-Expires=60");

        Caller caller = finish(method, query, HOST, "");

        assertThat(caller.principal()).isEqualTo(new Principal.Root(identity.key().account()));
        assertThat(caller.session()).isNull();
    }

    @Test
    void knowsTheSessionOfATemporaryKey() {
        Session session = TestSessions.full(clock.instant(), Duration.ofHours(1));
        TemporaryCredentials credentials =
                identity.sessionTokens()
                        .issue(new Principal.Root(identity.key().account()), session);
        String token = "X-Amz-Security-Token=" + encoded(credentials.sessionToken());
        RequestSigner signer =
                new RequestSigner(
                        credentials.accessKeyId(),
                        credentials.secret(),
                        "us-east-1",
                        "sts",
                        clock.instant());

        String query = signer.presign("GET", ASK, "localhost:5327", EMPTY, token);

        assertThat(finish("GET", query, HOST, "").session()).isEqualTo(session);
        assertProblem(
                () -> finish("GET", without(query, token), HOST, ""),
                new AccessProblem.CredentialUnknown());
        assertProblem(
                () ->
                        finish(
                                "GET",
                                without(query, token),
                                HOST.with("X-Amz-Security-Token", credentials.sessionToken()),
                                ""),
                malformed(
                        "A request that is signed in its query string has its 'X-Amz-Security-Token' there, and not in a header."));
    }

    @Test
    void isGoodForAsLongAsItSays() {
        String query = signer().presign("GET", ASK, "localhost:5327", EMPTY, "X-Amz-Expires=90");
        clock.advance(Duration.ofSeconds(90));
        finish("GET", query, HOST, "");
        clock.advance(Duration.ofSeconds(1));

        assertProblem(
                () -> finish("GET", query, HOST, ""),
                new AccessProblem.SignatureInvalid(
                        "Signature expired: 20260102T030405Z is now earlier than 20260102T030406Z (20260102T030536Z - 90 sec.)"));
    }

    @Test
    void isGoodForAWeekAtMost() {
        String query =
                signer().presign("GET", ASK, "localhost:5327", EMPTY, "X-Amz-Expires=604800");
        clock.advance(Duration.ofDays(7));
        finish("GET", query, HOST, "");
        clock.advance(Duration.ofSeconds(1));

        assertThatThrownBy(() -> finish("GET", query, HOST, ""))
                .isInstanceOf(ProblemException.class);
    }

    @Test
    void isGoodForAQuarterOfAnHourWhereItSaysNothing() {
        String query = signer().presign("GET", ASK, "localhost:5327", EMPTY, "");
        clock.advance(Duration.ofMinutes(15));
        finish("GET", query, HOST, "");
        clock.advance(Duration.ofSeconds(1));

        assertThatThrownBy(() -> finish("GET", query, HOST, ""))
                .isInstanceOf(ProblemException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "604801", "9999999999", "60s", ""})
    void refusesALifetimeThatNoneIs(String seconds) {
        String query =
                signer().presign("GET", ASK, "localhost:5327", EMPTY, "X-Amz-Expires=" + seconds);

        assertProblem(
                () -> finish("GET", query, HOST, ""),
                malformed("'X-Amz-Expires' must be a number of seconds from 1 to 604800."));
    }

    @Test
    void refusesALifetimeThatWasChanged() {
        String query = signer().presign("GET", ASK, "localhost:5327", EMPTY, "X-Amz-Expires=60");

        assertThatThrownBy(
                        () -> finish("GET", query.replace("Expires=60", "Expires=6000"), HOST, ""))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e ->
                                assertThat(e.problem())
                                        .isInstanceOf(AccessProblem.SignatureInvalid.class));
    }

    @Test
    void refusesALinkFromTheFuture() {
        clock.advance(Duration.ofMinutes(16));
        String query = signer().presign("GET", ASK, "localhost:5327", EMPTY, "X-Amz-Expires=60");
        clock.advance(Duration.ofMinutes(-16));

        assertThatThrownBy(() -> finish("GET", query, HOST, ""))
                .isInstanceOf(ProblemException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "X-Amz-Signature=ab|X-Amz-Algorithm",
                "X-Amz-Signature=ab&X-Amz-Algorithm=AWS4-HMAC-SHA256|X-Amz-Credential",
                "X-Amz-Signature=&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=a|X-Amz-Signature",
                "X-Amz-Signature=ab&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=a|X-Amz-SignedHeaders",
                "X-Amz-Signature=ab&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=a&X-Amz-SignedHeaders=host|X-Amz-Date",
            })
    void saysWhatIsMissing(String query, String name) {
        assertProblem(
                () -> finish("GET", query, HOST, ""),
                malformed(
                        "AWS query-string parameters must include '%s'. Re-examine the query-string parameters."
                                .formatted(name)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Amz-Signature=ab",
                "X-Amz-Credential=a",
                "X-Amz-Security-Token=a",
                "X%2DAmz-Date=b"
            })
    void refusesAParameterOfTheSignatureTwice(String second) {
        String query =
                signer().presign("GET", ASK, "localhost:5327", EMPTY, "X-Amz-Security-Token=b");

        assertThatThrownBy(() -> finish("GET", query + "&" + second, HOST, ""))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e ->
                                assertThat(e.problem().message())
                                        .startsWith("The query string has more than one"));
    }

    @Test
    void bindsMethodHostQueryAndBody() {
        String query = signer().presign("GET", ASK, "localhost:5327", EMPTY, "X-Amz-Expires=60");

        assertMismatch("POST", query, HOST, "");
        assertMismatch("GET", query + "&a=1", HOST, "");
        assertMismatch("GET", query.replace("GetCaller", "Getcaller"), HOST, "");
        assertMismatch("GET", query, Headers.of("Host", "other:5327"), "");
        assertMismatch("GET", query, HOST, "a body");
    }

    @Test
    void isNoWayIntoAnotherService() {
        for (String service : new String[] {"ecr", "iam"}) {
            RequestSigner signer = identity.signer("us-east-1", service);
            String query = signer.presign("POST", ASK, "localhost:5327", EMPTY, "");

            assertProblem(
                    () -> authenticator.begin(request("POST", query, HOST), service),
                    malformed(
                            "Signatures in the query string are not accepted here; sign the request with an Authorization header."));
        }
    }

    @Test
    void isNotMixedWithTheOtherForm() {
        String query = signer().presign("GET", ASK, "localhost:5327", EMPTY, "");
        Headers both = signer().sign("GET", "/", query, HOST, EMPTY);

        assertProblem(
                () -> finish("GET", query, both, ""),
                malformed(
                        "An Authorization header and a signature in the query string exclude each other."));
    }

    private RequestSigner signer() {
        return identity.signer("us-east-1", "sts");
    }

    private static String without(String query, String parameter) {
        return query.replace("&" + parameter, "");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private Caller finish(String method, String query, Headers headers, String body) {
        return authenticator
                .begin(request(method, query, headers), "sts")
                .finish(RequestSigner.sha256(body));
    }

    private static SignedRequest request(String method, String query, Headers headers) {
        return new SignedRequest(
                method, "/", query, headers::all, InetAddress.getLoopbackAddress(), false);
    }

    private void assertMismatch(String method, String query, Headers headers, String body) {
        assertThatThrownBy(() -> finish(method, query, headers, body))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e ->
                                assertThat(e.problem().message())
                                        .startsWith(
                                                "The request signature we calculated does not match"));
    }

    private static Problem malformed(String text) {
        return new AccessProblem.CredentialMalformed(text);
    }

    private static void assertProblem(ThrowingCallable action, Problem problem) {
        assertThatThrownBy(action)
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.problem()).isEqualTo(problem));
    }
}
