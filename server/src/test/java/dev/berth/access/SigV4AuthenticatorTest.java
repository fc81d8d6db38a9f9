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
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The fixed clock stands at 2026-01-02T03:04:05Z. */
class SigV4AuthenticatorTest {
    private static final String BODY = "{}";
    private static final Headers PLAIN =
            Headers.of(
                    "Host", "localhost:5327",
                    "Content-Type", "application/x-amz-json-1.1",
                    "X-Amz-Target", "AmazonEC2ContainerRegistry_V20150921.ListImages");
    private static final String MISMATCH =
            "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.";
    private static final String SCOPE = "AKIAIOSFODNN7EXAMPLE/20260102/us-east-1/ecr/aws4_request";

    private final FixedClock clock = new FixedClock();
    private final TestDatabase database = new TestDatabase();
    private final TestIdentity identity = new TestIdentity(database, clock);
    private final SigV4Authenticator authenticator = identity.authenticator();

    @BeforeEach
    void knowTheDocumentedKey() {
        ExampleKey.store(identity);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void knowsWhoSigned() {
        Caller caller = finish(sign(signer(), PLAIN), "ecr");

        assertThat(caller.principal()).isEqualTo(new Principal.Root(ExampleKey.ACCOUNT));
        assertThat(caller.registry().region().value()).isEqualTo("us-east-1");
        assertThat(caller.session()).isNull();
    }

    @Test
    void asksForACredential() {
        assertProblem(() -> begin(PLAIN, "ecr"), new AccessProblem.CredentialMissing());
    }

    @Test
    void saysThatASignatureInTheQueryIsNotAccepted() {
        assertProblem(
                () -> authenticator.begin(request("/", "X-Amz-Signature=ab", PLAIN), "ecr"),
                new AccessProblem.CredentialMalformed(
                        "Signatures in the query string are not accepted here; sign the request with an Authorization header."));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "Basic QVdTOg==|Authorization header requires 'Credential' parameter. Authorization header requires 'Signature' parameter. Authorization header requires 'SignedHeaders' parameter.",
                "AWS4-HMAC-SHA256|Authorization header requires 'Credential' parameter. Authorization header requires 'Signature' parameter. Authorization header requires 'SignedHeaders' parameter.",
                "AWS4-HMAC-SHA512 Credential=a|Authorization header requires 'Credential' parameter. Authorization header requires 'Signature' parameter. Authorization header requires 'SignedHeaders' parameter.",
                "AWS4-HMAC-SHA256 Credential=a/b/c/d/e, SignedHeaders=host|Authorization header requires 'Signature' parameter.",
                "AWS4-HMAC-SHA256 Credential=, Signature=b, SignedHeaders=host|Authorization header requires 'Credential' parameter.",
                "AWS4-HMAC-SHA256 Credential=a/b/c/d/e, x|'x' not a valid key=value pair (missing equal-sign) in Authorization header.",
                "AWS4-HMAC-SHA256 Credential=a, Credential=b|Authorization header has more than one 'Credential' parameter.",
                "AWS4-HMAC-SHA256 Foo=a|Authorization header has the unknown parameter 'Foo'.",
                "AWS4-HMAC-SHA256 Credential=a/b/c/d/e, Signature=b, SignedHeaders=Host|'SignedHeaders' must be lower-case names parted by ';'.",
                "AWS4-HMAC-SHA256 Credential=a/b/c/d/e, Signature=b, SignedHeaders=a;;b|'SignedHeaders' must be lower-case names parted by ';'.",
            })
    void explainsAMalformedHeader(String header, String text) {
        assertProblem(
                () -> begin(PLAIN.with("Authorization", header), "ecr"),
                new AccessProblem.CredentialMalformed(text + " Authorization=" + header));
    }

    @Test
    void explainsACredentialOfAnotherShape() {
        String header =
                "AWS4-HMAC-SHA256 Credential=AKID/20260102/ecr, Signature=b, SignedHeaders=host";

        assertProblem(
                () -> begin(PLAIN.with("Authorization", header), "ecr"),
                new AccessProblem.CredentialMalformed(
                        "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got 'AKID/20260102/ecr'"));
    }

    @Test
    void refusesTwoAuthorizationHeaders() {
        Headers signed = sign(signer(), PLAIN);

        assertProblem(
                () -> begin(signed.with("Authorization", "x"), "ecr"),
                new AccessProblem.CredentialMalformed("More than one Authorization header."));
    }

    @Test
    void wantsADate() {
        String header = authorization("host", SCOPE);

        assertProblem(
                () -> begin(PLAIN.with("Authorization", header), "ecr"),
                new AccessProblem.CredentialMalformed(
                        "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. Authorization="
                                + header));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"2026-01-02T03:04:05Z", "20260102", "20261302T030405Z", "20260230T030405Z"})
    void wantsADateInBasicFormat(String date) {
        assertProblem(
                () ->
                        begin(
                                PLAIN.with("Authorization", authorization("host", SCOPE))
                                        .with("X-Amz-Date", date),
                                "ecr"),
                new AccessProblem.CredentialMalformed(
                        "Date must be in ISO-8601 'basic format'. Got '%s'. See http://en.wikipedia.org/wiki/ISO_8601"
                                .formatted(date)));
    }

    @Test
    void takesADateHeaderInstead() {
        String header = authorization("host;date;x-amz-target", SCOPE);
        SignatureAuthenticator.PendingCaller pending =
                begin(
                        PLAIN.with("Authorization", header)
                                .with("Date", "Fri, 02 Jan 2026 03:04:05 GMT"),
                        "ecr");

        assertProblem(
                () -> pending.finish(RequestSigner.sha256(BODY)),
                new AccessProblem.SignatureInvalid(MISMATCH));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "content-type;x-amz-date|'Host' must be a 'SignedHeader' in the AWS Authorization.",
                "host;x-amz-date|'x-amz-target' must be a 'SignedHeader' in the AWS Authorization.",
                "absent;host;x-amz-target|The signed header 'absent' is not in the request.",
            })
    void wantsWhatGivesTheRequestItsMeaningSigned(String signedHeaders, String text) {
        assertProblem(
                () ->
                        begin(
                                PLAIN.with("Authorization", authorization(signedHeaders, SCOPE))
                                        .with("X-Amz-Date", "20260102T030405Z"),
                                "ecr"),
                new AccessProblem.SignatureInvalid(text));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "20260102/us-east-1/sts/aws4_request|Credential should be scoped to correct service: 'ecr'. ",
                "20260102/US_EAST/ecr/aws4_request|Credential should be scoped to a valid region. ",
                "20260102/us-east-1/ecr/aws5_request|Credential should be scoped with a valid terminator: 'aws4_request', not 'aws5_request'.",
                "20260101/us-east-1/ecr/aws4_request|Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '20260101' != '20260102', from '20260102T030405Z'.",
            })
    void wantsTheRightScope(String scope, String text) {
        assertProblem(
                () ->
                        begin(
                                PLAIN.with(
                                                "Authorization",
                                                authorization(
                                                        "host;x-amz-target",
                                                        ExampleKey.ID + "/" + scope))
                                        .with("X-Amz-Date", "20260102T030405Z"),
                                "ecr"),
                new AccessProblem.SignatureInvalid(text));
    }

    @Test
    void refusesASignatureThatIsTooOld() {
        Headers signed = sign(signer(), PLAIN);
        clock.advance(Duration.ofMinutes(5));
        finish(signed, "ecr");
        clock.advance(Duration.ofSeconds(1));

        assertProblem(
                () -> begin(signed, "ecr"),
                new AccessProblem.SignatureInvalid(
                        "Signature expired: 20260102T030405Z is now earlier than 20260102T030406Z (20260102T030906Z - 5 min.)"));
    }

    @Test
    void refusesASignatureOfTheFuture() {
        clock.advance(Duration.ofSeconds(301));
        Headers signed = sign(signer(), PLAIN);
        clock.advance(Duration.ofSeconds(-301));

        assertProblem(
                () -> begin(signed, "ecr"),
                new AccessProblem.SignatureInvalid(
                        "Signature not yet current: 20260102T030906Z is still later than 20260102T030905Z (20260102T030405Z + 5 min.)"));
    }

    @Test
    void allowsTheIdentityServiceAQuarterOfAnHour() {
        Headers signed =
                sign(
                        new RequestSigner(
                                ExampleKey.ID,
                                ExampleKey.SECRET,
                                "us-east-1",
                                "sts",
                                clock.instant()),
                        PLAIN);
        clock.advance(Duration.ofMinutes(15));
        finish(signed, "sts");
        clock.advance(Duration.ofSeconds(1));

        assertProblem(
                () -> begin(signed, "sts"),
                new AccessProblem.SignatureInvalid(
                        "Signature expired: 20260102T030405Z is now earlier than 20260102T030406Z (20260102T031906Z - 15 min.)"));
    }

    @Test
    void doesNotKnowAnyKeyButItsOwn() {
        var stranger =
                new RequestSigner(
                        "AKIAAAAAAAAAAAAAAAAA",
                        ExampleKey.SECRET,
                        "us-east-1",
                        "ecr",
                        clock.instant());

        assertProblem(
                () -> begin(sign(stranger, PLAIN), "ecr"), new AccessProblem.CredentialUnknown());
    }

    @Test
    void knowsNoSessionOfALongTermKey() {
        Headers signed = sign(signer(), PLAIN.with("X-Amz-Security-Token", "token"));

        assertProblem(() -> begin(signed, "ecr"), new AccessProblem.CredentialUnknown());
    }

    @Test
    void aDeactivatedKeyEndsAtOnce() {
        Headers signed = sign(signer(), PLAIN);
        finish(signed, "ecr");

        identity.change(change -> {
            identity.accessKeys().setActive(change, null, ExampleKey.ID, false);
            return true;
        });

        assertProblem(() -> begin(signed, "ecr"), new AccessProblem.CredentialUnknown());
    }

    @Test
    void refusesAnotherSecret() {
        var forger =
                new RequestSigner(ExampleKey.ID, "secret", "us-east-1", "ecr", clock.instant());

        assertProblem(
                () -> finish(sign(forger, PLAIN), "ecr"),
                new AccessProblem.SignatureInvalid(MISMATCH));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UNSIGNED-PAYLOAD",
                "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
                "",
                "44136FA355B3678A1146AD16F7E8649E94FB4FC21FE77E8310C060F61CAAFF8A"
            })
    void refusesABodyThatNoHashBinds(String claim) {
        Headers signed = sign(signer(), PLAIN.with("X-Amz-Content-SHA256", claim));

        assertProblem(
                () -> begin(signed, "ecr"),
                new AccessProblem.SignatureInvalid(
                        "The value passed in x-amz-content-sha256 must be the hash of the body."));
    }

    @Test
    void refusesAClaimedHashThatIsNotTheBodys() {
        Headers unsigned =
                sign(signer(), PLAIN)
                        .with("X-Amz-Content-SHA256", RequestSigner.sha256("another body"));

        assertProblem(() -> finish(unsigned, "ecr"), new AccessProblem.SignatureInvalid(MISMATCH));
    }

    @Test
    void ignoresHeadersThatAreNotSigned() {
        Headers signed = sign(signer(), PLAIN).with("User-Agent", "aws-cli/2").with("Via", "proxy");

        assertThat(finish(signed, "ecr").principal())
                .isEqualTo(new Principal.Root(ExampleKey.ACCOUNT));
    }

    @Test
    void bindsMethodPathAndQuery() {
        Headers signed = sign(signer(), PLAIN);

        assertProblem(() -> finish(changed(signed, r -> with(r, "PUT", "/", ""))), MISMATCH);
        assertProblem(() -> finish(changed(signed, r -> with(r, "POST", "/x", ""))), MISMATCH);
        assertProblem(() -> finish(changed(signed, r -> with(r, "POST", "/", "a=1"))), MISMATCH);
    }

    private static SignedRequest changed(Headers headers, UnaryOperator<SignedRequest> change) {
        return change.apply(request("/", "", headers));
    }

    private static SignedRequest with(SignedRequest r, String method, String path, String query) {
        return new SignedRequest(method, path, query, r.headers(), r.address(), r.tls());
    }

    private static String authorization(String signedHeaders, String scope) {
        return "AWS4-HMAC-SHA256 Credential=%s,SignedHeaders=%s,Signature=ab"
                .formatted(scope, signedHeaders);
    }

    private RequestSigner signer() {
        return new RequestSigner(
                ExampleKey.ID, ExampleKey.SECRET, "us-east-1", "ecr", clock.instant());
    }

    private static Headers sign(RequestSigner signer, Headers headers) {
        return signer.sign("POST", "/", "", headers, BODY.getBytes(StandardCharsets.UTF_8));
    }

    private static SignedRequest request(String path, String query, Headers headers) {
        return new SignedRequest(
                "POST", path, query, headers::all, InetAddress.getLoopbackAddress(), false);
    }

    private SignatureAuthenticator.PendingCaller begin(Headers headers, String service) {
        return authenticator.begin(request("/", "", headers), service);
    }

    private Caller finish(Headers headers, String service) {
        return begin(headers, service).finish(RequestSigner.sha256(BODY));
    }

    private Caller finish(SignedRequest request) {
        return authenticator.begin(request, "ecr").finish(RequestSigner.sha256(BODY));
    }

    private static void assertProblem(ThrowingCallable action, String signatureInvalid) {
        assertProblem(action, new AccessProblem.SignatureInvalid(signatureInvalid));
    }

    private static void assertProblem(ThrowingCallable action, Problem problem) {
        assertThatThrownBy(action)
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.problem()).isEqualTo(problem));
    }
}
