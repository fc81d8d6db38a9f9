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
import dev.berth.http.Headers;
import dev.berth.http.Peer;
import dev.berth.http.Request;
import dev.berth.http.Response;
import dev.berth.testing.TestAuthority;
import dev.berth.testing.TestIds;
import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import javax.xml.parsers.DocumentBuilderFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** The operation through its door, as a client sees it. */
class GetCallerIdentityTest extends StsDoorFixture {
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
}
