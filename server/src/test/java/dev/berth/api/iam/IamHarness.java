package dev.berth.api.iam;

import dev.berth.access.Authorizer;
import dev.berth.access.Decision;
import dev.berth.api.awsquery.AwsQueryDoor;
import dev.berth.api.edge.BoundedBodies;
import dev.berth.api.edge.ClientViews;
import dev.berth.aws.PercentEncoding;
import dev.berth.aws.Region;
import dev.berth.aws.Registry;
import dev.berth.http.Headers;
import dev.berth.http.Peer;
import dev.berth.http.Request;
import dev.berth.http.RequestBody;
import dev.berth.http.Response;
import dev.berth.http.ResponseBody;
import dev.berth.testing.FixedClock;
import dev.berth.testing.RequestSigner;
import dev.berth.testing.TestDatabase;
import dev.berth.testing.TestIdentity;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** IAM through its door, without a socket, on a database of its own. */
final class IamHarness implements AutoCloseable {
    static final String REQUEST_ID = "01234567-89ab-7def-8000-000000000001";

    private static final String HOST = "localhost:5327";

    private static final int OK = 200;

    private final IamModel model = new IamModel();
    private final FixedClock clock = new FixedClock();
    private final TestDatabase database = new TestDatabase();
    private final TestIdentity identity = new TestIdentity(database, clock);
    private final AwsQueryDoor door;

    IamHarness() {
        this((_, _, _) -> new Decision.Allowed());
    }

    IamHarness(Authorizer authorizer) {
        door =
                new AwsQueryDoor(
                        List.of(IamOperations.service(identity.iam())),
                        new Registry(TestIdentity.ACCOUNT, new Region("us-east-1")),
                        identity.authenticator(),
                        authorizer,
                        BoundedBodies.withDefaults(clock),
                        new ClientViews(_ -> false));
    }

    /** An answer of the door. */
    record Answer(int status, String text) {

        /** What stands between the tags of the first such element; empty where there is none. */
        String element(String name) {
            int begin = text.indexOf("<" + name + ">");
            return begin < 0
                    ? ""
                    : text.substring(begin + name.length() + 2, text.indexOf("</" + name + ">"));
        }
    }

    TestIdentity identity() {
        return identity;
    }

    FixedClock clock() {
        return clock;
    }

    /** As the root of the default account. */
    Answer call(Map<String, String> parameters) {
        return call(identity.signer("us-east-1", "iam"), parameters);
    }

    Answer call(RequestSigner signer, Map<String, String> parameters) {
        String form =
                parameters.entrySet().stream()
                        .map(parameter ->
                                PercentEncoding.encode(parameter.getKey())
                                        + "="
                                        + PercentEncoding.encode(parameter.getValue()))
                        .collect(Collectors.joining("&", "Version=2010-05-08&", ""));
        byte[] body = form.getBytes(StandardCharsets.UTF_8);
        Headers headers = signer.sign("POST", "/", "", Headers.of("Host", HOST), body);
        Response response =
                door.answer(
                        new Request(
                                "POST",
                                "/",
                                "",
                                HOST,
                                headers,
                                RequestBody.of(ByteBuffer.wrap(body)),
                                new Peer(InetAddress.getLoopbackAddress(), false)),
                        REQUEST_ID);
        String text = text(response);
        if (response.status() == OK) {
            model.check(parameters.getOrDefault("Action", ""), parameters.keySet(), text);
        }
        return new Answer(response.status(), text);
    }

    private static String text(Response response) {
        return switch (response.body()) {
            case ResponseBody.Bytes bytes ->
                    StandardCharsets.UTF_8.decode(bytes.content().duplicate()).toString();
            case ResponseBody.FileSlice _, ResponseBody.Empty _ ->
                    throw new AssertionError("not a text");
        };
    }

    @Override
    public void close() {
        database.close();
    }
}
