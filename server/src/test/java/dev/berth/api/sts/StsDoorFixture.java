package dev.berth.api.sts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.access.Authorizer;
import dev.berth.api.awsquery.AwsQueryDoor;
import dev.berth.api.edge.BoundedBodies;
import dev.berth.api.edge.ClientViews;
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
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** The door of STS, asked by root who it is. */
abstract class StsDoorFixture {
    static final String ASK = "Action=GetCallerIdentity&Version=2011-06-15";
    static final String REQUEST_ID = "01234567-89ab-7def-8000-000000000001";

    final FixedClock clock = new FixedClock();
    final TestDatabase database = new TestDatabase();
    final TestIdentity identity = new TestIdentity(database, clock);

    @AfterEach
    void close() {
        database.close();
    }

    Response send(String form) {
        return send(identity.signer("us-east-1", "sts"), form, form);
    }

    Response send(RequestSigner signer, String signedForm, String sentForm) {
        return answer(request(sign(signer, signedForm), sentForm));
    }

    static Headers sign(RequestSigner signer, String form) {
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

    static Request request(Headers headers, String form) {
        return request(
                headers, RequestBody.of(ByteBuffer.wrap(form.getBytes(StandardCharsets.UTF_8))));
    }

    static Request request(Headers headers, RequestBody body) {
        return new Request(
                "POST",
                "/",
                "",
                "localhost:5327",
                headers,
                body,
                new Peer(InetAddress.getLoopbackAddress(), false));
    }

    Response answer(Request request) {
        return door(TestAuthority.ofRoots()).answer(request, REQUEST_ID);
    }

    AwsQueryDoor door(Authorizer authorizer) {
        return door(authorizer, BoundedBodies.withDefaults(clock), new ClientViews(_ -> false));
    }

    AwsQueryDoor door(Authorizer authorizer, BoundedBodies bodies, ClientViews clients) {
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

    static void assertRefused(Response response, int status, String code, String message) {
        assertThat(response.status()).isEqualTo(status);
        assertThat(text(response))
                .isEqualTo(
                        "<ErrorResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><Error><Type>Sender</Type><Code>%s</Code><Message>%s</Message></Error><RequestId>%s</RequestId></ErrorResponse>\n"
                                .formatted(code, message, REQUEST_ID));
    }

    static String text(Response response) {
        return switch (response.body()) {
            case ResponseBody.Bytes bytes ->
                    StandardCharsets.UTF_8.decode(bytes.content().duplicate()).toString();
            case ResponseBody.FileSlice _, ResponseBody.Empty _ ->
                    throw new AssertionError("not a text");
        };
    }
}
