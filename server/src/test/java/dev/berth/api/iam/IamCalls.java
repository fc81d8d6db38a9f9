package dev.berth.api.iam;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.access.AccessKey;
import dev.berth.access.PolicyAuthorizer;
import dev.berth.access.ResourcePolicies;
import dev.berth.api.awsquery.AwsQueryDoor;
import dev.berth.api.edge.BoundedBodies;
import dev.berth.api.edge.ClientViews;
import dev.berth.aws.Arn;
import dev.berth.aws.Region;
import dev.berth.aws.Registry;
import dev.berth.http.Headers;
import dev.berth.http.Peer;
import dev.berth.http.Request;
import dev.berth.http.RequestBody;
import dev.berth.http.Response;
import dev.berth.http.ResponseBody;
import dev.berth.identity.NotedSignatures;
import dev.berth.testing.FixedClock;
import dev.berth.testing.RequestSigner;
import dev.berth.testing.TestDatabase;
import dev.berth.testing.TestIdentity;
import java.net.InetAddress;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Calls of IAM's operations, signed and decided as those of clients are. */
final class IamCalls implements AutoCloseable {
    static final String READ_ONLY = "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryReadOnly";

    private static final String HOST = "localhost:5327";
    private static final String REQUEST_ID = "01234567-89ab-7def-8000-000000000001";
    private static final Pattern ANSWER =
            Pattern.compile(
                    "(?s)<(\\w+)Response xmlns=\"https://iam.amazonaws.com/doc/2010-05-08/\">"
                            + "(?:<\\1Result>)?(.*?)(?:</\\1Result>)?<ResponseMetadata>.*");

    private final IamModel model = new IamModel();
    final FixedClock clock = new FixedClock();
    final TestDatabase database = new TestDatabase();
    final TestIdentity identity = new TestIdentity(database, clock);
    private final AwsQueryDoor door =
            new AwsQueryDoor(
                    List.of(IamOperations.service(identity.iam())),
                    new Registry(TestIdentity.ACCOUNT, new Region("us-east-1")),
                    new NotedSignatures(identity.authenticator(), identity.keyUses()),
                    new PolicyAuthorizer(identity.identities(), new NoResources(), clock, ""),
                    BoundedBodies.withDefaults(clock),
                    new ClientViews(_ -> false));

    private static final class NoResources implements ResourcePolicies {
        @Override
        public ResourceFacts of(Arn repository) {
            return ResourceFacts.NONE;
        }

        @Override
        public ResourceFacts of(Registry registry) {
            return ResourceFacts.NONE;
        }
    }

    /** What the root of the default account is answered, without what stands around it. */
    String call(String action, String... parameters) {
        return as(identity.key(), action, parameters);
    }

    /** The same, by the holder of a key. */
    String as(AccessKey key, String action, String... parameters) {
        Response response = response(key, action, parameters);
        String text = text(response);
        assertThat(response.status()).as(text).isEqualTo(200);
        model.check(action, names(parameters), text);
        var answer = ANSWER.matcher(text);
        assertThat(answer.matches()).as(text).isTrue();
        assertThat(answer.group(1)).isEqualTo(action);
        return answer.group(2);
    }

    private static Set<String> names(String... parameters) {
        var names = new HashSet<String>();
        for (int i = 0; i < parameters.length; i += 2) {
            names.add(parameters[i]);
        }
        return names;
    }

    void refused(int status, String code, String message, String action, String... parameters) {
        refusedAs(identity.key(), status, code, message, action, parameters);
    }

    void refusedAs(
            AccessKey key,
            int status,
            String code,
            String message,
            String action,
            String... parameters) {
        Response response = response(key, action, parameters);
        assertThat(text(response))
                .contains("<Code>%s</Code><Message>%s</Message>".formatted(code, message));
        assertThat(response.status()).isEqualTo(status);
    }

    private Response response(AccessKey key, String action, String... parameters) {
        var form = new StringBuilder("Version=2010-05-08&Action=" + action);
        for (int i = 0; i < parameters.length; i += 2) {
            form.append('&')
                    .append(parameters[i])
                    .append('=')
                    .append(URLEncoder.encode(parameters[i + 1], StandardCharsets.UTF_8));
        }
        byte[] body = form.toString().getBytes(StandardCharsets.UTF_8);
        Headers headers =
                new RequestSigner(key.id(), key.secret(), "us-east-1", "iam", clock.instant())
                        .sign("POST", "/", "", Headers.of("Host", HOST), body);
        return door.answer(
                new Request(
                        "POST",
                        "/",
                        "",
                        HOST,
                        headers,
                        RequestBody.of(ByteBuffer.wrap(body)),
                        new Peer(InetAddress.getLoopbackAddress(), false)),
                REQUEST_ID);
    }

    private static String text(Response response) {
        return switch (response.body()) {
            case ResponseBody.Bytes bytes ->
                    StandardCharsets.UTF_8.decode(bytes.content().duplicate()).toString();
            case ResponseBody.Empty _, ResponseBody.FileSlice _ -> "";
        };
    }

    /** The text of the first element of this name. */
    static String element(String answer, String name) {
        var found = Pattern.compile("<" + name + ">([^<]*)</" + name + ">").matcher(answer);
        assertThat(found.find()).as(answer).isTrue();
        return found.group(1);
    }

    /** A new key of a user. */
    AccessKey key(String user) {
        String answer = call("CreateAccessKey", "UserName", user);
        return new AccessKey(
                element(answer, "AccessKeyId"),
                TestIdentity.ACCOUNT,
                element(answer, "SecretAccessKey"));
    }

    /** Lets a user do this by a policy of his own. */
    void allow(String user, String action, String resource) {
        call(
                "PutUserPolicy",
                "UserName",
                user,
                "PolicyName",
                "allow",
                "PolicyDocument",
                policy(action, resource));
    }

    static String policy(String action, String resource) {
        return """
        {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"%s","Resource":"%s"}}\
        """
                .formatted(action, resource);
    }

    /** Says that ann, whose key this is, is refused for want of a policy. */
    void denied(
            AccessKey key, String iamAction, String resource, String action, String... parameters) {
        refusedAs(
                key,
                403,
                "AccessDenied",
                "User: arn:aws:iam::000000000000:user/ann is not authorized to perform: %s on resource: arn:aws:iam::000000000000:%s because no identity-based policy allows the %s action"
                        .formatted(iamAction, resource, iamAction),
                action,
                parameters);
    }

    @Override
    public void close() {
        database.close();
    }
}
