package dev.berth.api.sts;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.berth.access.Authorizer;
import dev.berth.access.Caller;
import dev.berth.access.Decision;
import dev.berth.api.awsquery.AwsQueryDoor;
import dev.berth.api.edge.AccessLog;
import dev.berth.api.edge.BoundedBodies;
import dev.berth.api.edge.ClientViews;
import dev.berth.api.edge.FrontDoor;
import dev.berth.aws.AccountId;
import dev.berth.aws.Region;
import dev.berth.aws.Registry;
import dev.berth.http.Headers;
import dev.berth.http.Peer;
import dev.berth.http.Request;
import dev.berth.http.RequestBody;
import dev.berth.http.Response;
import dev.berth.http.ResponseBody;
import dev.berth.session.IdentityProviders;
import dev.berth.session.RoleSessions;
import dev.berth.session.UserSessions;
import dev.berth.session.WebIdentities;
import dev.berth.session.oidc.WebIdentityTokens;
import dev.berth.testing.FixedClock;
import dev.berth.testing.RequestSigner;
import dev.berth.testing.TestAuthority;
import dev.berth.testing.TestDatabase;
import dev.berth.testing.TestIdentity;
import dev.berth.testing.TestIds;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import javax.xml.parsers.DocumentBuilderFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** The operation through its door, as a client sees it. */
class GetCallerIdentityTest {
    private static final String ASK = "Action=GetCallerIdentity&Version=2011-06-15";
    private static final String REQUEST_ID = "01234567-89ab-7def-8000-000000000001";

    private final FixedClock clock = new FixedClock();
    private final TestDatabase database = new TestDatabase();
    private final TestIdentity identity = new TestIdentity(database, clock);

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void tellsRootWhoItIs() {
        Response response = send(ASK);

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.headers().first("Content-Type")).contains("text/xml");
        assertThat(response.headers().first("x-amzn-RequestId")).contains(REQUEST_ID);
        assertThat(text(response))
                .isEqualTo(
                        """
                        <GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">\
                        <GetCallerIdentityResult>\
                        <Arn>arn:aws:iam::000000000000:root</Arn>\
                        <UserId>000000000000</UserId>\
                        <Account>000000000000</Account>\
                        </GetCallerIdentityResult>\
                        <ResponseMetadata><RequestId>01234567-89ab-7def-8000-000000000001</RequestId></ResponseMetadata>\
                        </GetCallerIdentityResponse>
                        """);
    }

    @Test
    void refusesWhoDidNotSign() {
        assertRefused(
                answer(request(Headers.of("Host", "localhost"), ASK)),
                403,
                "MissingAuthenticationToken",
                "Missing Authentication Token");
    }

    @Test
    void refusesAMalformedSignature() {
        Response response = answer(request(Headers.of("Authorization", "Basic <&>"), ASK));

        assertThat(response.status()).isEqualTo(400);
        assertThat(text(response))
                .contains("<Code>IncompleteSignature</Code>")
                .contains("Authorization=Basic &lt;&amp;&gt;</Message>");
    }

    @Test
    void refusesAnUnknownKey() {
        var stranger =
                new RequestSigner(
                        "AKIAIOSFODNN7EXAMPLE", "secret", "us-east-1", "sts", clock.instant());

        assertRefused(
                send(stranger, ASK, ASK),
                403,
                "InvalidClientTokenId",
                "The security token included in the request is invalid.");
    }

    @Test
    void refusesASignatureOfAnotherBody() {
        assertRefused(
                send(identity.signer("us-east-1", "sts"), ASK + "&a=1", ASK),
                403,
                "SignatureDoesNotMatch",
                "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.");
    }

    @Test
    void refusesASignatureForAnotherService() {
        assertRefused(
                send(identity.signer("us-east-1", "ecr"), ASK, ASK),
                403,
                "SignatureDoesNotMatch",
                "Credential should be scoped to correct service: 'sts'. ");
    }

    @Test
    void refusesAnOldSignature() {
        RequestSigner signer = identity.signer("us-east-1", "sts");
        clock.advance(Duration.ofMinutes(16));

        assertRefused(
                send(signer, ASK, ASK),
                403,
                "SignatureDoesNotMatch",
                "Signature expired: 20260102T030405Z is now earlier than 20260102T030505Z (20260102T032005Z - 15 min.)");
    }

    @Test
    void refusesActionsThatItDoesNotKnow() {
        assertRefused(
                send("Action=AssumeRoot&Version=2011-06-15"),
                400,
                "InvalidAction",
                "Could not find operation AssumeRoot for version 2011-06-15");
        assertRefused(
                send("Action=GetCallerIdentity&Version=2010-05-08"),
                400,
                "InvalidAction",
                "Could not find operation GetCallerIdentity for version 2010-05-08");
        assertRefused(
                send("Action=GetCallerIdentity"),
                400,
                "InvalidAction",
                "Could not find operation GetCallerIdentity for version NO_VERSION_SPECIFIED");
        assertRefused(
                send("Version=2011-06-15"),
                400,
                "MissingAction",
                "The request is missing the parameter 'Action'");
    }

    @Test
    void repeatsNothingThatXmlCannotHold() throws Exception {
        Response response = send("Action=%00%3Cx%3E%EF%BF%BF&Version=2011-06-15");

        var document =
                DocumentBuilderFactory.newDefaultInstance()
                        .newDocumentBuilder()
                        .parse(
                                new ByteArrayInputStream(
                                        text(response).getBytes(StandardCharsets.UTF_8)));
        assertThat(document.getElementsByTagName("Message").item(0).getTextContent())
                .isEqualTo("Could not find operation \uFFFD<x>\uFFFD for version 2011-06-15");
    }

    @Test
    void refusesWhatTheAuthorizerDenies() {
        Authorizer nobody = (_, _, _) -> new Decision.Denied("nobody may");
        Headers headers = sign(identity.signer("us-east-1", "sts"), ASK);

        assertRefused(
                door(nobody).answer(request(headers, ASK), REQUEST_ID),
                403,
                "AccessDenied",
                "nobody may");
    }

    @Test
    void refusesABodyThatIsTooLargeBeforeReadingIt() {
        Headers headers = sign(identity.signer("us-east-1", "sts"), ASK);
        var unread =
                new RequestBody() {
                    @Override
                    public OptionalLong declaredLength() {
                        return OptionalLong.of((256 << 10) + 1);
                    }

                    @Override
                    public @Nullable ByteBuffer next() {
                        throw new AssertionError("the body was read");
                    }
                };

        assertRefused(
                answer(request(headers, unread)),
                400,
                "ValidationError",
                "The request body is larger than the limit of 262144 bytes");
    }

    @Test
    void refusesAnEndlessBodyOfUnknownLength() {
        Headers headers = sign(identity.signer("us-east-1", "sts"), ASK);
        var endless =
                new RequestBody() {
                    @Override
                    public OptionalLong declaredLength() {
                        return OptionalLong.empty();
                    }

                    @Override
                    public ByteBuffer next() {
                        return ByteBuffer.allocate(1 << 16);
                    }
                };

        assertThat(answer(request(headers, endless)).status()).isEqualTo(400);
    }

    @Test
    void readsNoBodyBeforeTheKeyIsKnown() {
        var unread =
                new RequestBody() {
                    @Override
                    public OptionalLong declaredLength() {
                        return OptionalLong.empty();
                    }

                    @Override
                    public @Nullable ByteBuffer next() {
                        throw new AssertionError("the body was read");
                    }
                };

        var stranger =
                new RequestSigner(
                        "AKIAIOSFODNN7EXAMPLE", "secret", "us-east-1", "sts", clock.instant());

        assertThat(answer(request(sign(stranger, ASK), unread)).status()).isEqualTo(403);
    }

    @Test
    void readsItsBodiesIntoTheMemoryThatAllDoorsShare() {
        var bodies = new BoundedBodies(8 << 10, Duration.ZERO, clock);
        var door = door(TestAuthority.ofRoots(), bodies, new ClientViews(_ -> false));
        var request = request(sign(identity.signer("us-east-1", "sts"), ASK), ASK);

        try (var _ = bodies.read(request(Headers.empty(), ASK).body(), 1 << 10);
                var _ = bodies.read(request(Headers.empty(), ASK).body(), 1 << 10)) {
            assertRefused(door.answer(request, REQUEST_ID), 400, "Throttling", "Rate exceeded");
        }
    }

    @Test
    void knowsTheClientBehindATrustedProxy() {
        Headers headers = sign(identity.signer("us-east-1", "sts"), ASK);
        var forwarded =
                new Request(
                        "POST",
                        "/",
                        "",
                        "inner:8080",
                        headers.with("X-Forwarded-For", "192.0.2.7")
                                .with("X-Forwarded-Proto", "https")
                                .with("X-Forwarded-Host", "localhost:5327"),
                        request(headers, ASK).body(),
                        new Peer(InetAddress.getLoopbackAddress(), false));
        var seen = new AtomicReference<@Nullable Caller>();
        Authorizer authorizer =
                (caller, _, _) -> {
                    seen.set(caller);
                    return new Decision.Allowed();
                };
        var clients = new ClientViews(InetAddress::isLoopbackAddress);

        Response response =
                door(authorizer, BoundedBodies.withDefaults(clock), clients)
                        .answer(forwarded, REQUEST_ID);

        assertThat(response.status()).isEqualTo(200);
        Caller caller = Objects.requireNonNull(seen.get());
        assertThat(caller.address()).isEqualTo(InetAddress.ofLiteral("192.0.2.7"));
        assertThat(caller.tls()).isTrue();
    }

    @Test
    void namesTheCallerInTheLogOfRequests() {
        AwsQueryDoor door = door(TestAuthority.ofRoots());
        var front = new FrontDoor(door, door, door, new TestIds(), true);
        var log = (Logger) LoggerFactory.getLogger(AccessLog.class);
        var lines = new ListAppender<ILoggingEvent>();
        @Nullable Level before = log.getLevel();
        lines.start();
        log.addAppender(lines);
        log.setLevel(Level.INFO);
        try {
            front.handle(request(sign(identity.signer("us-east-1", "sts"), ASK), ASK));
        } finally {
            log.setLevel(before);
            log.detachAppender(lines);
        }

        assertThat(lines.list)
                .flatExtracting(ILoggingEvent::getKeyValuePairs)
                .extracting(Object::toString)
                .contains("caller=\"arn:aws:iam::000000000000:root\"");
    }

    @Test
    void saysNothingOfWhatFailedInside() {
        Response failure = door(TestAuthority.ofRoots()).failure(REQUEST_ID);

        assertThat(failure.status()).isEqualTo(500);
        assertThat(failure.headers().first("x-amzn-RequestId")).contains(REQUEST_ID);
        assertThat(text(failure))
                .contains("<Type>Receiver</Type><Code>InternalFailure</Code>")
                .contains(REQUEST_ID);
    }

    @Test
    void refusesABrokenBody() {
        Headers headers = sign(identity.signer("us-east-1", "sts"), ASK);
        var broken =
                new RequestBody() {
                    @Override
                    public OptionalLong declaredLength() {
                        return OptionalLong.of(10);
                    }

                    @Override
                    public @Nullable ByteBuffer next() throws IOException {
                        throw new IOException("gone");
                    }
                };

        assertRefused(
                answer(request(headers, broken)),
                400,
                "MalformedInput",
                "The request body did not arrive completely");
    }

    private Response send(String form) {
        return send(identity.signer("us-east-1", "sts"), form, form);
    }

    private Response send(RequestSigner signer, String signedForm, String sentForm) {
        return answer(request(sign(signer, signedForm), sentForm));
    }

    private static Headers sign(RequestSigner signer, String form) {
        return signer.sign(
                "POST",
                "/",
                "",
                Headers.of(
                        "Host",
                        "localhost:5327",
                        "Content-Type",
                        "application/x-www-form-urlencoded; charset=utf-8"),
                form.getBytes(StandardCharsets.UTF_8));
    }

    private static Request request(Headers headers, String form) {
        return request(
                headers, RequestBody.of(ByteBuffer.wrap(form.getBytes(StandardCharsets.UTF_8))));
    }

    private static Request request(Headers headers, RequestBody body) {
        return new Request(
                "POST",
                "/",
                "",
                "localhost:5327",
                headers,
                body,
                new Peer(InetAddress.getLoopbackAddress(), false));
    }

    private Response answer(Request request) {
        return door(TestAuthority.ofRoots()).answer(request, REQUEST_ID);
    }

    private AwsQueryDoor door(Authorizer authorizer) {
        return door(authorizer, BoundedBodies.withDefaults(clock), new ClientViews(_ -> false));
    }

    private AwsQueryDoor door(Authorizer authorizer, BoundedBodies bodies, ClientViews clients) {
        return new AwsQueryDoor(
                List.of(StsOperations.service(features())),
                new Registry(new AccountId("000000000000"), new Region("us-east-1")),
                identity.authenticator(),
                authorizer,
                bodies,
                clients);
    }

    private StsFeatures features() {
        return new StsFeatures(
                new RoleSessions(identity.identities(), identity.sessionTokens(), clock),
                new UserSessions(identity.identities(), identity.sessionTokens(), clock),
                new WebIdentities(
                        new WebIdentityTokens(
                                List.of(), new IdentityProviders(identity.identities()), clock)));
    }

    private static void assertRefused(Response response, int status, String code, String message) {
        assertThat(response.status()).isEqualTo(status);
        assertThat(text(response))
                .isEqualTo(
                        "<ErrorResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><Error><Type>Sender</Type><Code>%s</Code><Message>%s</Message></Error><RequestId>%s</RequestId></ErrorResponse>\n"
                                .formatted(code, message, REQUEST_ID));
    }

    private static String text(Response response) {
        return switch (response.body()) {
            case ResponseBody.Bytes bytes ->
                    StandardCharsets.UTF_8.decode(bytes.content().duplicate()).toString();
            case ResponseBody.FileSlice _, ResponseBody.Empty _ ->
                    throw new AssertionError("not a text");
        };
    }
}
