package dev.berth.api.sts;

import static dev.berth.api.sts.StsHarness.ALICE;
import static dev.berth.api.sts.StsHarness.allowing;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.access.TemporaryCredentials;
import dev.berth.http.Headers;
import dev.berth.testing.RequestSigner;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A link that proves to others who somebody is, as token authenticators send it. */
class PresignedCallerIdentityTest {
    private static final String ASK = "Action=GetCallerIdentity&Version=2011-06-15";
    private static final Headers HOST = Headers.of("Host", "localhost:5327");

    private final StsHarness sts = new StsHarness();

    @BeforeEach
    void thereIsAUser() {
        sts.directory.allow(ALICE, allowing("sts:*", "*"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST"})
    void tellsWhoMadeTheLink(String method) {
        TemporaryCredentials credentials = sts.credentials(sts.send(ALICE, "GetSessionToken"));

        StsHarness.Reply reply = sts.answer(method, link(credentials, method, ASK, ""), HOST, "");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.get("Arn")).isEqualTo(ALICE.name());
    }

    @Test
    void aLinkOfAPostMayLeaveTheParametersToItsBody() {
        TemporaryCredentials credentials = sts.credentials(sts.send(ALICE, "GetSessionToken"));

        assertThat(sts.answer("POST", link(credentials, "POST", "a=1", ASK), HOST, ASK).get("Arn"))
                .isEqualTo(ALICE.name());
        assertThat(
                        sts.answer("POST", link(credentials, "POST", "Action=A", ASK), HOST, ASK)
                                .refusal())
                .isEqualTo("400 ValidationError: The parameter 'Action' is given more than once");
    }

    @Test
    void aPlusSignIsNoSpaceToWhoSigned() {
        TemporaryCredentials credentials = sts.credentials(sts.send(ALICE, "GetSessionToken"));
        String query = link(credentials, "GET", "Action=Get%2BCaller&Version=2011-06-15", "");

        assertThat(sts.answer("GET", query, HOST, "").refusal())
                .isEqualTo(
                        "400 InvalidAction: Could not find operation Get+Caller for version 2011-06-15");
        assertThat(
                        sts.answer("GET", query.replace("Get%2BCaller", "Get+Caller"), HOST, "")
                                .get("Message"))
                .contains("Get+Caller");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AssumeRole",
                "AssumeRoleWithWebIdentity",
                "GetFederationToken",
                "GetSessionToken"
            })
    void aLinkGivesNobodyCredentials(String action) {
        TemporaryCredentials credentials = sts.credentials(sts.send(ALICE, "GetSessionToken"));
        String query = link(credentials, "GET", ASK.replace("GetCallerIdentity", action), "");

        assertThat(sts.answer("GET", query, HOST, "").refusal())
                .isEqualTo(
                        "403 AccessDenied: Cannot call %s with a signature in the query string"
                                .formatted(action));
    }

    @Test
    void aLinkEnds() {
        TemporaryCredentials credentials = sts.credentials(sts.send(ALICE, "GetSessionToken"));
        String query = link(credentials, "GET", ASK, "");
        sts.clock.advance(Duration.ofSeconds(61));

        assertThat(sts.answer("GET", query, HOST, "").refusal())
                .startsWith("403 SignatureDoesNotMatch: Signature expired: ");
    }

    private String link(
            TemporaryCredentials credentials, String method, String query, String body) {
        return new RequestSigner(
                        credentials.accessKeyId(),
                        credentials.secret(),
                        "eu-west-1",
                        "sts",
                        sts.clock.instant())
                .presign(
                        method,
                        query,
                        "localhost:5327",
                        body.getBytes(StandardCharsets.UTF_8),
                        "X-Amz-Expires=60&X-Amz-Security-Token="
                                + URLEncoder.encode(
                                        credentials.sessionToken(), StandardCharsets.UTF_8));
    }
}
