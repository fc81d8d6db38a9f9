package dev.berth.api.awsquery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.access.Action;
import dev.berth.access.Ask;
import dev.berth.access.Authorizer;
import dev.berth.access.Caller;
import dev.berth.access.Decision;
import dev.berth.access.Principal;
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
import dev.berth.problem.AccessProblem;
import dev.berth.problem.IdentityFault;
import dev.berth.problem.ProblemException;
import dev.berth.testing.FixedClock;
import dev.berth.testing.TestDatabase;
import dev.berth.testing.TestIdentity;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Several services behind one door, with and without signatures. */
class AwsQueryDoorTest {
    private static final String REQUEST_ID = "01234567-89ab-7def-8000-000000000001";
    private static final AccountId ACCOUNT = new AccountId("000000000000");
    private static final Principal WORKLOAD = new Principal.WebIdentity("issuer", "workload");

    /** Says who called it with which text. */
    private static class Echo implements QueryOperation {
        private final String name;

        Echo(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public List<Ask> asks(QueryCall call) {
            return List.of(Ask.onEverything(Action.STS_GET_CALLER_IDENTITY));
        }

        @Override
        public QueryAnswer run(QueryCall call) {
            if (call.parameters().find("Text").isEmpty()) {
                throw new ProblemException(
                        new AccessProblem.Identity(
                                IdentityFault.DELETE_CONFLICT, "there is no text"));
            }
            return XmlStructure.empty()
                    .text("Principal", call.caller().principal().name())
                    .text("Actor", call.actor().principal())
                    .text("Text", call.parameters().require("Text"));
        }
    }

    private static final class Open extends Echo implements UnsignedOperation {
        Open() {
            super("Open");
        }

        @Override
        public Caller caller(QueryCall call) {
            var signed = call.caller();
            return new Caller(
                    WORKLOAD,
                    null,
                    null,
                    signed.registry(),
                    signed.scope(),
                    signed.address(),
                    signed.tls());
        }
    }

    private final FixedClock clock = new FixedClock();
    private final TestDatabase database = new TestDatabase();
    private final TestIdentity identity = new TestIdentity(database, clock);
    private final List<Principal> asked = new ArrayList<>();
    private final Authorizer authorizer =
            (caller, _, _) -> {
                asked.add(caller.principal());
                return new Decision.Allowed();
            };
    private final QueryService sts =
            new QueryService("sts", "1", "urn:sts", List.of(new Echo("Echo"), new Open()));
    private final QueryService iam =
            new QueryService("iam", "2", "urn:iam", List.of(new Echo("Echo"), new Echo("Other")));

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void asksTheServiceThatTheCredentialNames() {
        assertThat(text(signed("sts", "Action=Echo&Version=1&Text=a"))).contains("urn:sts");
        assertThat(text(signed("iam", "Action=Echo&Version=2&Text=a")))
                .contains("<EchoResponse xmlns=\"urn:iam\">")
                .contains("<Principal>arn:aws:iam::000000000000:root</Principal>")
                .contains("<Actor>arn:aws:iam::000000000000:root</Actor>");
    }

    @Test
    void knowsNoOperationOfAnotherServiceOrVersion() {
        assertRefused(
                signed("sts", "Action=Other&Version=1"),
                400,
                "InvalidAction",
                "Could not find operation Other for version 1");
        assertRefused(
                signed("iam", "Action=Other&Version=1"),
                400,
                "InvalidAction",
                "Could not find operation Other for version 1");
        assertThat(asked).isEmpty();
    }

    @Test
    void refusesACredentialOfAServiceThatIsNotHere() {
        assertRefused(
                signed("ecr", "Action=Echo&Version=1"),
                403,
                "SignatureDoesNotMatch",
                "Credential should be scoped to correct service: 'sts'. ");
    }

    @Test
    void refusesInTheNamespaceOfTheServiceWithItsOwnCode() {
        Response response = signed("iam", "Action=Echo&Version=2");

        assertRefused(response, 409, "DeleteConflict", "there is no text");
        assertThat(text(response)).startsWith("<ErrorResponse xmlns=\"urn:iam\">");
    }

    @Test
    void takesParametersInTheAddressOfAGet() {
        var query = "Action=Echo&Text=a%2Fb&Version=2";
        Headers headers =
                identity.signer("us-east-1", "iam")
                        .sign("GET", "/", query, Headers.of("Host", "localhost:5327"), new byte[0]);

        Response response = answer(request("GET", query, headers, ""));

        assertThat(response.status()).isEqualTo(200);
        assertThat(text(response)).contains("<Text>a/b</Text>");
    }

    @Test
    void takesNoParametersInTheAddressOfAPost() {
        var query = "Text=a";
        var form = "Action=Echo&Version=2";
        Headers headers =
                identity.signer("us-east-1", "iam")
                        .sign(
                                "POST",
                                "/",
                                query,
                                Headers.of("Host", "localhost:5327"),
                                bytes(form));

        assertRefused(
                answer(request("POST", query, headers, form)),
                409,
                "DeleteConflict",
                "there is no text");
    }

    @Test
    void runsAnUnsignedOperationForWhomItSays() {
        Response response = unsigned("Action=Open&Version=1&Text=a");

        assertThat(text(response))
                .contains("<Principal>issuer/workload</Principal><Actor>issuer/workload</Actor>");
        assertThat(asked).containsExactly(WORKLOAD);
    }

    @Test
    void asksForTheSameCallerWhenAnUnsignedOperationIsSigned() {
        assertThat(text(signed("sts", "Action=Open&Version=1&Text=a")))
                .contains("<Principal>issuer/workload</Principal>");
        assertThat(asked).containsExactly(WORKLOAD);
    }

    @Test
    void refusesABadSignatureAlsoWhereNoneIsNeeded() {
        Response response =
                answer(
                        request(
                                "POST",
                                "",
                                Headers.of("Authorization", "x"),
                                "Action=Open&Version=1&Text=a"));

        assertThat(response.status()).isEqualTo(400);
        assertThat(text(response)).contains("<Code>IncompleteSignature</Code>");
    }

    @Test
    void wantsASignatureForEverythingElse() {
        for (String form :
                List.of(
                        "Action=Echo&Version=1&Text=a",
                        "Action=Open&Version=2&Text=a",
                        "Action=Open&Text=a",
                        "Action=Nothing&Version=1",
                        "")) {
            assertRefused(
                    unsigned(form),
                    403,
                    "MissingAuthenticationToken",
                    "Missing Authentication Token");
        }
        assertThat(asked).isEmpty();
    }

    @Test
    void refusesWhoIsNotSignedInTheNamespaceOfTheVersion() {
        assertThat(text(unsigned("Action=Echo&Version=2"))).contains("urn:iam");
        assertThat(text(unsigned("Action=Echo&Version=3"))).contains("urn:sts");
    }

    @Test
    void readsLittleOfWhomItDoesNotKnow() {
        assertRefused(
                answer(request("POST", Headers.empty(), unread((64 << 10) + 1))),
                400,
                "ValidationError",
                "The request body is larger than the limit of 65536 bytes");
    }

    @Test
    void holdsNoRoomForABodyWhileAnOperationRuns() {
        var small = new BoundedBodies(8 << 10, Duration.ZERO, clock); // room for two
        var form = "Action=Open&Version=1&Text=a";
        Authorizer reading =
                (caller, _, _) -> {
                    asked.add(caller.principal());
                    try (var _ = small.read(RequestBody.of(ByteBuffer.wrap(bytes(form))), 1 << 10);
                            var _ =
                                    small.read(
                                            RequestBody.of(ByteBuffer.wrap(bytes(form))),
                                            1 << 10)) {
                        return new Decision.Allowed();
                    }
                };
        AwsQueryDoor door = door(List.of(sts, iam), reading, small);
        Headers headers =
                identity.signer("us-east-1", "sts")
                        .sign("POST", "/", "", Headers.of("Host", "localhost:5327"), bytes(form));

        for (Headers sent : List.of(headers, Headers.empty())) {
            Response response = door.answer(request("POST", "", sent, form), REQUEST_ID);
            assertThat(text(response)).contains("<Text>a</Text>");
        }
        assertThat(asked).hasSize(2);
    }

    @Test
    void readsNothingOfWhomItDoesNotKnowWhereEverythingIsSigned() {
        Response response =
                door(List.of(iam)).answer(request("POST", Headers.empty(), unread(10)), REQUEST_ID);

        assertRefused(response, 403, "MissingAuthenticationToken", "Missing Authentication Token");
    }

    private static RequestBody unread(long length) {
        return new RequestBody() {
            @Override
            public OptionalLong declaredLength() {
                return OptionalLong.of(length);
            }

            @Override
            public @Nullable ByteBuffer next() {
                throw new AssertionError("the body was read");
            }
        };
    }

    private Response signed(String service, String form) {
        Headers headers =
                identity.signer("us-east-1", service)
                        .sign("POST", "/", "", Headers.of("Host", "localhost:5327"), bytes(form));
        return answer(request("POST", "", headers, form));
    }

    private Response unsigned(String form) {
        return answer(request("POST", "", Headers.empty(), form));
    }

    private Response answer(Request request) {
        return door(List.of(sts, iam)).answer(request, REQUEST_ID);
    }

    private AwsQueryDoor door(List<QueryService> services) {
        return door(services, authorizer, BoundedBodies.withDefaults(clock));
    }

    private AwsQueryDoor door(
            List<QueryService> services, Authorizer authorizer, BoundedBodies bodies) {
        return new AwsQueryDoor(
                services,
                new Registry(ACCOUNT, new Region("us-east-1")),
                identity.authenticator(),
                authorizer,
                bodies,
                new ClientViews(_ -> false));
    }

    private static Request request(String method, String query, Headers headers, String form) {
        return new Request(
                method,
                "/",
                query,
                "localhost:5327",
                headers,
                RequestBody.of(ByteBuffer.wrap(bytes(form))),
                new Peer(InetAddress.getLoopbackAddress(), false));
    }

    private static Request request(String method, Headers headers, RequestBody body) {
        return new Request(
                method,
                "/",
                "",
                "localhost:5327",
                headers,
                body,
                new Peer(InetAddress.getLoopbackAddress(), false));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void assertRefused(Response response, int status, String code, String message) {
        assertThat(text(response))
                .contains("<Code>%s</Code><Message>%s</Message>".formatted(code, message));
        assertThat(response.status()).isEqualTo(status);
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
